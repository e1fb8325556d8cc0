/* Stands in until the server's OpenAPI document is there: then `npm run types` writes this file. Nothing else may be typed by hand. */

type Json<Body> = { headers: { [name: string]: unknown }; content: { "application/json": Body } };
type Problem = Json<components["schemas"]["Error"]>;
type Ok<Data> = Json<{ success: true; data: Data; message?: string }>;
type Page<Data> = Json<{ success: true; data: Data[]; count: number; count_is_minimum?: boolean; next?: string }>;
type Done = Json<{ success: true; message: string }>;
type Operation<Success, Parameters, Body = undefined> = {
  parameters: Parameters & { header?: { "If-Match"?: string; "Idempotency-Key"?: string; "X-Requested-With"?: string } };
  responses: { 200: Success; default: Problem };
} & (Body extends undefined ? { requestBody?: never } : { requestBody: { content: { "application/json": Body } } });
type Id = { path: { id: number } };
type Get<Data, Query = never> = Operation<Data, { query?: Query }>;

type PatientInput = {
  name: string;
  email: string | null;
  date_of_birth: string;
  phone?: string | null;
  address?: string | null;
  blood_group?: string | null;
};
type AppointmentInput = {
  patient_id: number;
  doctor_id?: number;
  doctor_name?: string;
  appointment_datetime: string;
  duration_minutes?: number;
  reason?: string | null;
  notes?: string | null;
};
type AppointmentChange = Partial<Omit<AppointmentInput, "patient_id">> & { status?: components["schemas"]["AppointmentStatus"] };
type RecordInput = {
  patient_id: number;
  diagnosis: string;
  doctor_id?: number;
  doctor_name?: string;
  prescription?: string | null;
  record_date?: string;
  notes?: string | null;
};
type DoctorInput = { name: string; specialty?: string | null; is_active?: boolean };

type Patient = components["schemas"]["Patient"];
type Appointment = components["schemas"]["Appointment"];
type MedicalRecord = components["schemas"]["MedicalRecord"];
type Doctor = components["schemas"]["Doctor"];

export type components = {
  schemas: {
    Error: { success: false; error: string; code: string; fields?: Record<string, string[]>; request_id: string };
    User: { id: string; name: string; email: string; role: "admin" | "doctor" | "staff"; grants: string[]; doctor_id: number | null };
    Session: { access_token: string; expires_in: number; user: components["schemas"]["User"] };
    AppointmentStatus: "scheduled" | "confirmed" | "arrived" | "in_room" | "completed" | "cancelled" | "no_show";
    Patient: {
      id: number;
      public_id: string;
      name: string;
      email: string | null;
      date_of_birth: string;
      phone: string | null;
      address: string | null;
      blood_group: string | null;
      created_at: string;
      updated_at: string;
      version: number;
      archived_at: string | null;
      next_appointment: { id: number; appointment_datetime: string; doctor_name: string; status: components["schemas"]["AppointmentStatus"] } | null;
      identifiers?: { system: string; value: string }[];
    };
    Appointment: {
      id: number;
      public_id: string;
      patient_id: number;
      patient_name: string;
      doctor_id: number;
      doctor_name: string;
      appointment_datetime: string;
      duration_minutes: number;
      ends_at: string;
      status: components["schemas"]["AppointmentStatus"];
      reason: string | null;
      notes: string | null;
      created_at: string;
      updated_at: string;
      version: number;
      archived_at: string | null;
    };
    MedicalRecord: {
      id: number;
      public_id: string;
      patient_id: number;
      patient_name: string;
      doctor_id: number;
      doctor_name: string;
      diagnosis: string;
      prescription: string | null;
      record_date: string;
      notes: string | null;
      author_name: string;
      created_at: string;
      updated_at: string;
      version: number;
      archived_at: string | null;
    };
    RecordVersion: {
      version: number;
      diagnosis: string;
      prescription: string | null;
      doctor_name: string;
      record_date: string;
      notes: string | null;
      reason: string | null;
      author_name: string;
      written_at: string;
    };
    Doctor: {
      id: number;
      public_id: string;
      name: string;
      specialty: string | null;
      is_visiting: boolean;
      is_active: boolean;
      version: number;
      coming_appointments: number;
    };
    Summary: { patients: number; appointments: number; appointments_today: number; today: string; now: string };
  };
};

export type paths = {
  "/api/auth/login": { post: Operation<Ok<components["schemas"]["Session"]>, object, { email: string; password: string }> };
  "/api/auth/me": { get: Get<Ok<components["schemas"]["User"]>> };
  "/api/summary": { get: Get<Ok<components["schemas"]["Summary"]>> };
  "/api/patients": {
    get: Get<Page<Patient>, { sort?: string; limit?: number; after?: number; archived?: boolean }>;
    post: Operation<Ok<Patient>, object, PatientInput>;
  };
  "/api/patients/search": {
    post: Operation<Page<Patient>, object, { q?: string; sort?: string; limit?: number; after?: number; archived?: boolean }>;
  };
  "/api/patients/{id}": {
    get: Operation<Ok<Patient>, Id>;
    put: Operation<Ok<Patient>, Id, Partial<PatientInput>>;
    delete: Operation<Done, Id>;
  };
  "/api/patients/{id}/restore": { post: Operation<Ok<Patient>, Id> };
  "/api/patients/{id}/records": { get: Operation<Page<MedicalRecord>, Id & { query?: { limit?: number; after?: number } }> };
  "/api/appointments": {
    get: Get<
      Page<Appointment>,
      { from?: string; to?: string; doctor_id?: number; patient_id?: number; status?: string; sort?: string; limit?: number; after?: number }
    >;
    post: Operation<Ok<Appointment>, object, AppointmentInput>;
  };
  "/api/appointments/{id}": {
    get: Operation<Ok<Appointment>, Id>;
    put: Operation<Ok<Appointment>, Id, AppointmentChange>;
    delete: Operation<Done, Id>;
  };
  "/api/appointments/{id}/restore": { post: Operation<Ok<Appointment>, Id> };
  "/api/records": {
    get: Get<Page<MedicalRecord>, { patient_id?: number; doctor_id?: number; from?: string; to?: string; sort?: string; limit?: number; after?: number }>;
    post: Operation<Ok<MedicalRecord>, object, RecordInput>;
  };
  "/api/records/{id}": {
    get: Operation<Ok<MedicalRecord>, Id>;
    put: Operation<Ok<MedicalRecord>, Id, Partial<Omit<RecordInput, "patient_id">> & { reason: string }>;
    delete: Operation<Done, Id>;
  };
  "/api/records/{id}/restore": { post: Operation<Ok<MedicalRecord>, Id> };
  "/api/records/{id}/versions": { get: Operation<Ok<components["schemas"]["RecordVersion"][]>, Id> };
  "/api/doctors": {
    get: Get<Page<Doctor>, { visiting?: boolean; limit?: number; after?: number }>;
    post: Operation<Ok<Doctor>, object, DoctorInput>;
  };
  "/api/doctors/{id}": { put: Operation<Ok<Doctor>, Id, Partial<DoctorInput>> };
  "/api/doctors/{id}/merge": { post: Operation<Ok<Doctor>, Id, { into: number }> };
};
