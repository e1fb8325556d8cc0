# One image for every process; the command says which:
#   web      gunicorn app:create_app()                            the default; gunicorn.conf.py reads WEB_*
#   migrate  sh -c "flask db upgrade && flask clinic prepare"     once, before the web servers of a new version
#   backup   flask clinic …
# A process of a later kind is one more command, never one more image.

# What is pulled says the digest; the tag says to people what that is. A newer one goes into both at once, or comes by
# --build-arg; scripts/check-image refuses one without a digest.
ARG PYTHON_IMAGE=python:3.11-slim@sha256:9c900dea9e8fb7e16277c179b555cc72d29a352dbc33cff48ad5a0412fd5bfc7
ARG NODE_IMAGE=node:22-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c

FROM ${NODE_IMAGE} AS pages
WORKDIR /build
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci
COPY frontend/ ./
RUN npm run build

FROM ${PYTHON_IMAGE} AS packages
# What strips a file of its symbols does not reach the image: its version is of no matter.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends binutils && rm -rf /var/lib/apt/lists/*
COPY requirements.txt /
# Wheels only: nothing is compiled, so that no stage needs a compiler. Of phone numbers we read the plan, not the
# places, the carriers and the time zones, which are 40 MB; what is for a debugger is 12 MB more.
RUN python -m venv --without-pip /venv && \
    python -m pip --python /venv/bin/python install --no-cache-dir --no-compile --only-binary :all: \
        --require-hashes --requirement /requirements.txt && \
    packages=$(echo /venv/lib/python3*/site-packages) && \
    rm -r "$packages"/phonenumbers/geodata "$packages"/phonenumbers/carrierdata "$packages"/phonenumbers/tzdata && \
    find "$packages"/sqlalchemy "$packages"/cryptography "$packages"/wrapt -name "*.so" -exec strip --strip-unneeded {} +

FROM ${PYTHON_IMAGE}
RUN python -m pip uninstall --yes --quiet --root-user-action ignore pip setuptools wheel && \
    groupadd --gid 10001 appuser && \
    useradd --uid 10001 --gid appuser --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin appuser
COPY --from=packages /venv /venv
WORKDIR /app
COPY app.py config.py gunicorn.conf.py models.py ./
COPY clinic/ clinic/
COPY migrations/ migrations/
COPY --from=pages /build/dist/ frontend/dist/
# GUNICORN_CMD_ARGS: a worker shows that it lives by touching a file, and must not wait for a disk to do so.
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    FLASK_APP=app \
    HMS_ENV=production \
    HMS_DATA_DIR=/tmp/hms \
    WEB_BIND=0.0.0.0:5000 \
    GUNICORN_CMD_ARGS=--worker-tmp-dir=/dev/shm
RUN --mount=type=bind,source=deploy/image/compile.py,target=/compile.py PYTHONPATH=/app python /compile.py
USER 10001:10001
EXPOSE 5000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['WEB_BIND'].rpartition(':')[2] + '/health', timeout=4)"]
CMD ["gunicorn", "app:create_app()"]

# Last, as they change with every commit.
ARG VERSION=unversioned
ARG REVISION=unknown
ENV HMS_REVISION=${REVISION}
LABEL org.opencontainers.image.title="Healthcare Management System" \
      org.opencontainers.image.description="A clinic's patients, diary and medical records" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
