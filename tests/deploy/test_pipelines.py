"""The pipelines of GitHub and of Jenkins do the same, by targets of make alone, and with as few rights as will do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
FILES = {path.stem: path for path in sorted((PROJECT / ".github" / "workflows").iterdir())}
# BaseLoader: YAML 1.1 takes the key `on` for true
WORKFLOWS: dict[str, dict[str, Any]] = {
    name: yaml.load(path.read_text(), yaml.BaseLoader) for name, path in FILES.items()
}
JENKINSFILE = (PROJECT / "Jenkinsfile").read_text()
TARGETS = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
# An agent of Jenkins is root; GitHub's is not.
COMMAND = re.compile(r"(?:sudo )?(make ([a-z-]+)(?: [A-Z_]+=[\w.-]+)*)")

JOBS = {(file, key): job for file, workflow in WORKFLOWS.items() for key, job in workflow["jobs"].items()}
STEPS = [(file, key, step) for (file, key), job in JOBS.items() for step in job.get("steps", [])]
RUN = [step for _, _, step in STEPS if "run" in step]


class Block(NamedTuple):
    """A block in braces of a Jenkinsfile: the words before it, and what is inside."""

    head: str
    statements: list[str]
    blocks: list[Block]

    def named(self, kind: str) -> list[Block]:
        return [block for block in self.blocks if re.match(rf"{kind}\b", block.head)]

    def all(self) -> Iterator[Block]:
        yield self
        for block in self.blocks:
            yield from block.all()

    @property
    def name(self) -> str:
        found = re.fullmatch(r"stage\('([^']+)'\)", self.head)
        assert found, self.head
        return found[1]


TOKEN = re.compile(r"""//[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|[{}();\n\[\]]|[^{}();\n\[\]'"/]+|/""")


def parse(text: str) -> Block:
    """Read a Jenkinsfile: blocks by braces, statements by lines, neither in a string, a comment or brackets."""
    tokens = TOKEN.findall(text)
    assert "".join(tokens) == text, "a string does not end"
    stack = [Block("", [], [])]
    line, deep = "", 0
    for token in tokens:
        deep += (token in "([") - (token in ")]") if len(token) == 1 else 0
        if token.startswith("//"):
            continue
        if token in "{}" or (token in "\n;" and not deep):
            if token == "{":
                stack.append(Block(line.strip(), [], []))
                stack[-2].blocks.append(stack[-1])
            elif line.strip():
                stack[-1].statements.append(line.strip())
            line = ""
            if token == "}":
                stack.pop()
                assert stack, "a brace too many"
        else:
            line += token
    assert len(stack) == 1, f"{stack[-1].head} is not closed"
    assert not deep, "a bracket is not closed"
    return stack[0]


(PIPELINE,) = parse(JENKINSFILE).named("pipeline")


def commands(stage: Block) -> list[str]:
    """What a stage runs."""
    statements = [statement for block in stage.all() for statement in block.statements]
    return [found[1] for statement in statements if (found := re.fullmatch(r"sh '([^']*)'", statement))]


def groups(block: Block) -> Iterator[Block]:
    """The stages that are jobs: they hold the stages that run something."""
    for inside in block.named("stages") + block.named("parallel"):
        for stage in inside.named("stage"):
            leaves = [leaf for stages in stage.named("stages") for leaf in stages.named("stage")]
            if leaves:
                yield stage
            else:
                yield from groups(stage)


def runs(name: str) -> str:
    found = COMMAND.fullmatch(name)
    return found[1] if found else name


def of_jenkins() -> dict[str, list[tuple[str, str]]]:
    return {
        group.name: [(leaf.name, runs(*commands(leaf))) for leaf in group.named("stages")[0].named("stage")]
        for group in groups(PIPELINE)
    }


def of_github() -> dict[str, list[tuple[str, str]]]:
    jobs = {}
    for job in JOBS.values():
        steps = [(step["name"], runs(step["run"])) for step in job.get("steps", []) if "run" in step]
        for values in job.get("strategy", {}).get("matrix", {}).get("include", [{}]):
            name = job["name"]
            for key, value in values.items():
                name = name.replace(f"${{{{ matrix.{key} }}}}", value)
            jobs[name] = steps
    return {name: steps for name, steps in jobs.items() if steps}


def test_a_jenkinsfile_is_read_by_its_braces_and_not_by_those_in_strings():
    block = parse("a('}') { // {\n  sh 'x {'\n  b([\n    c: 1\n  ]) { d; e }\n}\n")
    assert block == Block("", [], [Block("a('}')", ["sh 'x {'"], [Block("b([\n    c: 1\n  ])", ["d", "e"], [])])])


def test_both_pipelines_have_the_same_jobs_and_run_the_same_in_them():
    assert of_jenkins() == of_github()
    assert list(of_jenkins())[-2:] == ["Publish", "Deploy"]


def test_all_that_a_pipeline_runs_is_one_target_of_make():
    run = [step["run"] for step in RUN]
    run += [statement[4:-1] for block in PIPELINE.all() for statement in block.statements if statement.startswith("sh")]
    assert len(run) > 20
    assert [line for line in run if not (found := COMMAND.fullmatch(line)) or found[2] not in TARGETS] == []
    assert not re.search(r"\bscript\s*\{|\b(bat|powershell|load|evaluate)\b", JENKINSFILE)


def test_every_action_is_pinned_by_its_commit():
    used = [line.strip(" -") for path in FILES.values() for line in path.read_text().splitlines() if " uses: " in line]
    actions = [line for line in used if not line.startswith("uses: ./")]
    assert len(actions) > 10
    assert [
        line for line in actions if not re.fullmatch(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)
    ] == []


def test_a_job_may_read_the_code_and_only_what_publishes_may_write():
    assert {name: workflow["permissions"] for name, workflow in WORKFLOWS.items()} == {"ci": {}, "release": {}}
    extra = {
        key: {right: how for right, how in job["permissions"].items() if (right, how) != ("contents", "read")}
        for (_, key), job in JOBS.items()
    }
    assert {key: rights for key, rights in extra.items() if rights} == {
        "publish": {"packages": "write", "id-token": "write"},
        "deploy": {"packages": "read"},
    }


def test_no_stranger_starts_what_knows_a_secret():
    assert WORKFLOWS["ci"]["on"].keys() == {"pull_request", "push", "workflow_call"}
    assert WORKFLOWS["release"]["on"] == {"push": {"tags": ["v*"]}}
    assert "secrets" not in FILES["ci"].read_text()


def test_a_secret_is_given_only_to_the_step_that_needs_it():
    given = {step["name"] for step in RUN if "secrets." in str(step)}
    assert given == {"Push", "Sign", "Roll out"}
    # nor to a whole job or workflow, nor to somebody else's action
    outside = str(
        [{**job, "steps": [step for step in job.get("steps", []) if "uses" in step]} for job in JOBS.values()]
    )
    assert "secrets." not in outside
    binding = {
        leaf.name
        for group in groups(PIPELINE)
        for leaf in group.named("stages")[0].named("stage")
        if any(block.head.startswith("withCredentials") for block in leaf.all())
    }
    assert binding == given
    assert "credentials(" not in JENKINSFILE


def test_a_checkout_leaves_no_token_behind():
    checkouts = [step for _, _, step in STEPS if step.get("uses", "").startswith("actions/checkout@")]
    assert len(checkouts) == sum("steps" in job for job in JOBS.values())
    assert {step["with"]["persist-credentials"] for step in checkouts} == {"false"}


def test_nothing_runs_for_ever():
    assert [key for (_, key), job in JOBS.items() if "steps" in job and "timeout-minutes" not in job] == []
    assert all("concurrency" in workflow for workflow in WORKFLOWS.values())
    stages = [PIPELINE, *groups(PIPELINE)]
    assert [stage.head for stage in stages if "timeout(" not in str(stage.named("options"))] == []


def test_every_agent_is_left_clean():
    posts = [post for group in groups(PIPELINE) for post in group.named("post")]
    assert [post.named("cleanup")[0].statements for post in posts] == [["deleteDir()"]] * len(of_jenkins())


def test_the_suite_runs_on_the_oldest_postgresql_and_on_the_newest():
    include = JOBS["ci", "test"]["strategy"]["matrix"]["include"]
    assert [one["binaries"] for one in include] == ["/usr/lib/postgresql/15/bin", ""]
    tests = [group for group in groups(PIPELINE) if group.name.startswith("Test ")]
    assert ["PG_BINDIR = '/usr/lib/postgresql/15/bin'" in str(group) for group in tests] == [True, False]
    assert all("CI = 'true'" in str(group) for group in tests)  # GitHub says so by itself


def test_a_version_is_published_after_every_check_and_deployed_after_somebody_agreed():
    assert JOBS["release", "checks"]["uses"] == "./.github/workflows/ci.yml"
    assert JOBS["release", "publish"]["needs"] == "checks"
    assert JOBS["release", "deploy"]["needs"] == "publish"
    assert JOBS["release", "deploy"]["environment"] == "production"
    names = [stage.name for stage in PIPELINE.named("stages")[0].named("stage")]
    assert names == ["Checks", "Publish", "Deploy"]
    asked = {stage.name: stage for stage in PIPELINE.named("stages")[0].named("stage")}
    assert [("tag 'v*'" in stage.named("when")[0].statements) for stage in (asked["Publish"], asked["Deploy"])] == [
        True
    ] * 2
    assert asked["Deploy"].named("input")


def test_what_is_published_is_scanned_and_listed_before_it_is_pushed():
    steps = [command for _, command in of_github()["Publish"]]
    assert steps == ["make image", "make scan", "make sbom", "make push", "make sign"]


def test_what_is_published_is_made_without_a_cache():
    text = FILES["release"].read_text()
    assert "actions/cache@" not in text
    assert "setup-python" not in text
    caches = [step["with"]["cache"] for file, _, step in STEPS if file == "release" and "cache" in step.get("with", {})]
    assert caches == ["false"]


@pytest.mark.parametrize("name", ["PYTHON_IMAGE", "NODE_IMAGE"])
def test_what_is_published_is_built_on_the_images_that_the_repository_names(name):
    (build,) = (step for _, key, step in STEPS if key == "publish" and step.get("name") == "Image")
    assert build["env"][name] == f"${{{{ vars.{name} }}}}"
