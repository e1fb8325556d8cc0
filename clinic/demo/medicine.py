"""What people come for, by specialty, what is found and what is given: ordinary medicine of a day in a clinic."""

from __future__ import annotations

from dataclasses import dataclass

GENERAL, CHILDREN, SKIN, HEART = "General practice", "Paediatrics", "Dermatology", "Cardiology"


@dataclass(frozen=True)
class Complaint:
    """One way a visit goes. `{…}` in the notes stands for a measurement of the day."""

    reason: str
    diagnosis: str
    prescription: str | None
    notes: str
    minutes: int = 20
    ages: tuple[int, int] = (18, 110)
    women_only: bool = False
    share: int = 2

    def suits(self, *, age: int, is_woman: bool) -> bool:
        return self.ages[0] <= age <= self.ages[1] and (is_woman or not self.women_only)


COMPLAINTS: dict[str, tuple[Complaint, ...]] = {
    GENERAL: (
        Complaint(
            "Blood pressure check",
            "Essential hypertension",
            "Ramipril 5 mg, one each morning",
            "BP {blood_pressure}, pulse {pulse}. No dizziness. Home readings for two weeks, then review.",
            ages=(42, 110),
            share=5,
        ),
        Complaint(
            "Diabetes review",
            "Type 2 diabetes mellitus",
            "Metformin 1,000 mg, one in the morning and one in the evening, with food",
            "HbA1c {hba1c} %. Feet without lesions, pulses present. Eye check due this year.",
            minutes=30,
            ages=(45, 110),
            share=4,
        ),
        Complaint(
            "Sore throat and cough",
            "Acute upper respiratory infection",
            "Paracetamol 500 mg when needed, up to four times a day",
            "Temperature {temperature} °C, chest clear, no exudate. Fluids and rest; sick note for three days.",
            ages=(15, 75),
            share=5,
        ),
        Complaint(
            "Back pain since the weekend",
            "Non-specific low back pain",
            "Ibuprofen 400 mg, up to three times a day with food, for five days",
            "No red flags, straight leg raise negative. Stay active; physiotherapy if not better in two weeks.",
            ages=(20, 57),
            share=4,
        ),
        Complaint(
            "Burning when passing water",
            "Uncomplicated cystitis",
            "Fosfomycin 3 g, one single dose in the evening",
            "Dipstick leucocytes and nitrite positive, no flank pain, no fever. Culture sent.",
            minutes=15,
            ages=(18, 70),
            women_only=True,
        ),
        Complaint(
            "Tired for months",
            "Iron deficiency without anaemia",
            "Ferrous sulfate 80 mg, one each morning, 8 weeks",
            "Ferritin {ferritin} µg/L, Hb 12.6 g/dL. Diet talked through; check in three months.",
            minutes=30,
            ages=(18, 55),
            women_only=True,
        ),
        Complaint(
            "Thyroid check",
            "Hypothyroidism",
            "Levothyroxine 75 µg, one each morning, half an hour before breakfast",
            "TSH {tsh} mU/L, feels well. Same dose, check in six months.",
            minutes=15,
            ages=(30, 110),
        ),
        Complaint(
            "Heartburn at night",
            "Gastro-oesophageal reflux disease",
            "Pantoprazole 20 mg, one each morning before food, 4 weeks",
            "No dysphagia, no weight loss. Head of the bed raised, late meals avoided.",
            ages=(25, 80),
        ),
        Complaint(
            "Headaches, mostly in the afternoon",
            "Tension-type headache",
            None,
            "Neurological examination normal, BP {blood_pressure}. Headache diary, breaks from the screen.",
            ages=(16, 60),
        ),
        Complaint(
            "Flu vaccination",
            "Vaccination against influenza",
            None,
            "Given in the left upper arm, tolerated well. Batch in the vaccination record.",
            minutes=15,
            ages=(60, 110),
            share=3,
        ),
        Complaint(
            "Yearly check-up",
            "General health check without findings",
            None,
            "BP {blood_pressure}, weight {weight} kg. Blood drawn: lipids, glucose, creatinine.",
            minutes=40,
            ages=(35, 90),
            share=4,
        ),
        Complaint(
            "Knee pain since summer",
            "Osteoarthritis of the knee",
            "Diclofenac gel 1 %, three times a day",
            "Crepitus, no effusion, full extension. Cycling and weight talked through.",
            minutes=30,
            ages=(55, 110),
        ),
        Complaint(
            "Travel advice",
            "Counselling before travel",
            None,
            "Tetanus and hepatitis A up to date. Repellent and malaria prophylaxis discussed.",
            minutes=30,
            ages=(18, 65),
            share=1,
        ),
    ),
    CHILDREN: (
        Complaint(
            "Fever since yesterday",
            "Viral infection",
            "Paracetamol syrup 40 mg/ml, 15 mg/kg up to every six hours",
            "Temperature {temperature} °C, alert, drinks well. Parents know when to come back.",
            ages=(0, 12),
            share=5,
        ),
        Complaint(
            "Earache",
            "Acute otitis media",
            "Amoxicillin suspension 50 mg/kg a day in three doses, 5 days; ibuprofen for the pain",
            "Right drum red and bulging, mastoid not tender. Check in a week.",
            ages=(1, 9),
            share=4,
        ),
        Complaint(
            "Vaccination 6-in-1",
            "Routine vaccination",
            None,
            "Given in the right thigh, tolerated well. Next dose in two months.",
            minutes=15,
            ages=(0, 1),
            share=4,
        ),
        Complaint(
            "Growth check",
            "Normal growth and development",
            None,
            "Height and weight along their centiles, milestones reached. Sleep and screens talked through.",
            minutes=30,
            ages=(0, 6),
            share=4,
        ),
        Complaint(
            "Asthma review",
            "Asthma, well controlled",
            "Salbutamol 100 µg, two puffs when needed; budesonide 100 µg, one puff twice a day",
            "Peak flow {peak_flow} l/min, technique with the spacer good. No night symptoms.",
            minutes=30,
            ages=(5, 17),
            share=4,
        ),
        Complaint(
            "Itchy skin in the elbow creases",
            "Atopic dermatitis",
            "Hydrocortisone 1 % cream, once a day for a week; emollient twice a day",
            "Dry and excoriated, no superinfection. Emollient all over, lukewarm baths.",
            ages=(0, 14),
        ),
        Complaint(
            "Runny nose every spring",
            "Seasonal allergic rhinitis",
            "Cetirizine 10 mg, one in the evening when needed",
            "Birch and hazel in the prick test. Hair washed before bed; desensitisation discussed.",
            ages=(7, 17),
        ),
        Complaint(
            "Tummy ache",
            "Functional constipation",
            "Macrogol 0.4 g/kg a day, 8 weeks",
            "Soft abdomen, palpable stool on the left. Toilet after meals, more to drink.",
            ages=(3, 12),
        ),
        Complaint(
            "Sports certificate",
            "Fit for school sports",
            None,
            "Heart sounds normal, BP {child_pressure}. No restriction.",
            minutes=15,
            ages=(8, 17),
            share=3,
        ),
    ),
    SKIN: (
        Complaint(
            "Eczema on the hands",
            "Hand eczema",
            "Mometasone 0.1 % cream, once a day for two weeks, then at weekends",
            "Dry, fissured palms, works in a kitchen. Gloves and barrier cream; patch test booked.",
            ages=(16, 80),
            share=4,
        ),
        Complaint(
            "Mole check",
            "Melanocytic naevi without suspicious change",
            None,
            "Whole skin seen with the dermatoscope, two moles photographed. Next check in a year.",
            minutes=30,
            ages=(25, 110),
            share=5,
        ),
        Complaint(
            "Spots that do not go away",
            "Acne papulopustulosa",
            "Adapalene 0.1 % with benzoyl peroxide 2.5 % gel, once in the evening",
            "Face and shoulders. Dryness in the first weeks explained; sun protection.",
            ages=(12, 30),
            share=4,
        ),
        Complaint(
            "Rough patch on the scalp",
            "Actinic keratosis",
            "Fluorouracil 5 % cream, twice a day, 3 weeks",
            "Four lesions, 4 to 8 mm. Redness is meant to come. Hat and sunscreen.",
            ages=(60, 110),
            share=3,
        ),
        Complaint(
            "Excision, left shoulder",
            "Basal cell carcinoma, excised",
            None,
            "Local anaesthesia, excised with 4 mm margin, four sutures. Histology sent; sutures out after 12 days.",
            minutes=60,
            ages=(55, 110),
            share=2,
        ),
        Complaint(
            "Psoriasis, elbows and knees",
            "Plaque psoriasis",
            "Calcipotriol with betamethasone foam, once a day, 4 weeks",
            "About 5 % of the skin, nails free, no joint pain.",
            ages=(18, 80),
            share=3,
        ),
        Complaint(
            "Itchy weals in the evening",
            "Chronic spontaneous urticaria",
            "Bilastine 20 mg, one each day before food",
            "Weals go within a day, no angio-oedema. Diary of symptoms.",
            ages=(18, 65),
        ),
        Complaint(
            "Wart on the foot",
            "Plantar wart",
            "Salicylic acid 20 % in collodion, once a day",
            "Cryotherapy 2 × 15 s, tolerated. Again in three weeks.",
            minutes=15,
            ages=(6, 50),
            share=3,
        ),
        Complaint(
            "Redness of the cheeks",
            "Rosacea",
            "Ivermectin 1 % cream, once in the evening, 12 weeks",
            "Papules and flushing. Triggers talked through, mineral sunscreen.",
            ages=(30, 70),
        ),
    ),
    HEART: (
        Complaint(
            "Irregular pulse, review",
            "Paroxysmal atrial fibrillation",
            "Apixaban 5 mg, one in the morning and one in the evening; bisoprolol 2.5 mg, one each morning",
            "ECG: sinus rhythm, {pulse}/min. No bleeding. Kidney values every six months.",
            minutes=30,
            ages=(58, 110),
            share=4,
        ),
        Complaint(
            "Short of breath on the stairs",
            "Heart failure with reduced ejection fraction",
            "Ramipril 5 mg, bisoprolol 5 mg, eplerenone 25 mg, dapagliflozin 10 mg, one of each in the morning",
            "Echo: EF {ejection_fraction} %. Weight {weight} kg, ankles slim. Daily weight at home.",
            minutes=45,
            ages=(58, 110),
            share=3,
        ),
        Complaint(
            "Check after stent",
            "Coronary artery disease, stent in the LAD",
            "Aspirin 100 mg, atorvastatin 40 mg, one of each a day",
            "No angina, LDL {ldl} mmol/l. Walks an hour a day.",
            minutes=30,
            ages=(58, 110),
            share=3,
        ),
        Complaint(
            "Palpitations",
            "Supraventricular extrasystoles, benign",
            None,
            "Holter: 312 extrasystoles, no runs. Explained; less coffee. Echo normal.",
            minutes=40,
            ages=(18, 60),
            share=4,
        ),
        Complaint(
            "Echo, aortic valve",
            "Moderate aortic stenosis",
            None,
            "Mean gradient 28 mmHg, EF 60 %. No syncope. Echo again in a year.",
            minutes=45,
            ages=(65, 110),
            share=3,
        ),
        Complaint(
            "High cholesterol",
            "Hypercholesterolaemia",
            "Atorvastatin 20 mg, one in the evening",
            "LDL {ldl} mmol/l, father had an infarction at 52. Liver values in six weeks.",
            ages=(35, 75),
            share=3,
        ),
        Complaint(
            "Pacemaker check",
            "Dual-chamber pacemaker, regular function",
            None,
            "Battery 7.5 years, thresholds stable, no arrhythmia stored.",
            ages=(65, 110),
            share=3,
        ),
        Complaint(
            "Blood pressure too high in spite of tablets",
            "Resistant hypertension",
            "Spironolactone 25 mg, one each morning, added to ramipril, amlodipine and hydrochlorothiazide",
            "24 h mean {blood_pressure}. Aldosterone and renin drawn; salt talked through.",
            minutes=30,
            ages=(40, 57),
            share=3,
        ),
    ),
}

# What the notes gain when a record is amended, and why.
AMENDMENTS = (
    ("Laboratory results came in.", "Addendum: laboratory results normal."),
    ("The patient rang with a question.", "Addendum: asked by phone about interactions; none expected."),
    ("The other side was meant.", "Addendum: the findings above are on the left."),
    ("Dose talked through with the pharmacy.", "Addendum: taken with food, the pharmacy informed."),
    ("Letter from the hospital.", "Addendum: discharge letter read, no change of treatment."),
)
