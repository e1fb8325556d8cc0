"""What people of a large city are called, in the scripts they write.

`Олена=olena` says how an e-mail address spells a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from clinic.shared.keys import text_key


class Name(NamedTuple):
    """A name as it is written, and its parts in plain letters, the given one first."""

    written: str
    plain: tuple[str, str]


@dataclass(frozen=True)
class People:
    """How one people names its children. A family name with a slash has a form for men and one for women."""

    share: int
    women: str
    men: str
    families: str
    family_goes_first: bool = False

    def name(self, random: Random, *, is_woman: bool) -> Name:
        given, given_plain = _pick(random, self.women if is_woman else self.men, is_woman=is_woman)
        family, family_plain = _pick(random, self.families, is_woman=is_woman)
        written = f"{family} {given}" if self.family_goes_first else f"{given} {family}"
        return Name(written, (given_plain, family_plain))


def _pick(random: Random, names: str, *, is_woman: bool) -> tuple[str, str]:
    """One of a list with commas: as written, and in plain letters."""
    written, _, plain = random.choice(names.split(",")).strip().partition("=")
    written, plain = (_form(text, is_woman=is_woman) for text in (written, plain or written))
    return written, text_key(plain).replace(" ", "")


def _form(name: str, *, is_woman: bool) -> str:
    man, slash, woman = name.partition("/")
    return woman if slash and is_woman else man


def any_name(random: Random, *, is_woman: bool) -> Name:
    """A name as one meets it in the waiting room."""
    (people,) = random.choices(PEOPLES, [people.share for people in PEOPLES])
    return people.name(random, is_woman=is_woman)


PEOPLES = (
    People(  # German
        24,
        "Anneliese, Ursula, Brigitte, Sabine, Claudia, Katharina, Julia, Lena, Mia, Emma, Käthe, Frieda, Jördis",
        "Hans-Peter, Günther, Jürgen, Wolfgang, Thomas, Stefan, Jan, Felix, Jonas, Paul, Emil, Björn, Götz",
        "Schwarz, Krüger, Vogt, Weiß, Lindemann, Brückner, Schäfer, Köhler, Böhm, Großmann, Jäger, Hübner, Voß, "
        "Freitag, Sommer, von Arnim, Meyer-Lüders",
    ),
    People(  # Turkish
        8,
        "Ayşe, Elif, Zeynep, Gülşen, Çiğdem, Defne, İpek, Nurhan",
        "Ahmet, Mehmet, Emre, Çağlar, İbrahim, Oğuz, Yiğit, Şükrü",
        "Yıldız, Öztürk, Şahin, Çelik, Aydın, Güneş, Kılıç, Doğan, Işık",
    ),
    People(  # Polish
        7,
        "Zofia, Agnieszka, Małgorzata, Paulina, Łucja, Grażyna, Hanna",
        "Piotr, Łukasz, Stanisław, Krzysztof, Bartłomiej, Michał, Jędrzej",
        "Wiśniewski/Wiśniewska, Kowalczyk, Nowak, Dąbrowski/Dąbrowska, Wójcik, Zając, Szczęsny/Szczęsna",
    ),
    People(  # English, Irish
        5,
        "Siobhán, Emily, Grace, Niamh, Charlotte, Aoife, Dorothy",
        "Oliver, Seán, George, Cormac, Arthur, Pádraig, Reginald",
        "O’Brien, Ó Dálaigh, Smith-Jones, Fitzgerald, McAllister, Taylor, O'Connor, Whitfield",
    ),
    People(  # Spanish, of two families
        6,
        "Irene, Beatriz, Lucía, María José, Nuria, Begoña, Ximena",
        "Mateo, Juan Pablo, Andrés, José Ángel, Íñigo, Raúl, Tomás",
        "Castellanos Ruiz, Fernández Gil, Ríos Peña, Muñoz Ibáñez, García Núñez, Ordóñez Vega, Yáñez Soto",
    ),
    People(  # French
        3,
        "Théa, Noémie, Françoise, Anaïs, Héloïse, Maëlle",
        "Théo, François, Loïc, Jérôme, Aurélien, Gaël",
        "Lefèvre-Nkemelu, Desprès, Hébert, Béranger, d’Aubigné, Garçon, L’Écuyer",
    ),
    People(  # Italian, Portuguese
        5,
        "Gabriella, Chiara, Giulia, Beatriz, Conceição, Inês, Graça",
        "Gabriele, Niccolò, Matteo, João, Gonçalo, Duarte, Simão",
        "Conti, De Santis, D’Agostino, Gonçalves, Magalhães, Conceição, Esposito",
    ),
    People(  # Icelandic, who are called after their father
        2,
        "Ásdís, Þórunn, Guðrún, Sigríður, Ingibjörg, Ylfa",
        "Þór, Guðmundur, Sigurður, Björgvin, Ægir, Hörður",
        "Jónsson/Jónsdóttir, Þórsson/Þórsdóttir, Sigurðsson/Sigurðardóttir, Ólafsson/Ólafsdóttir",
    ),
    People(  # Swedish, Danish, Norwegian
        3,
        "Ylva, Åsa, Signe, Märta, Søs, Ragnhild",
        "Åke, Søren, Göran, Kåre, Bjørn, Østen",
        "Sjöström, Åkesson, Nørgaard, Bjørnstad, Lindqvist, Hågensen",
    ),
    People(  # Czech, Hungarian, Romanian
        5,
        "Zsófia, Eliška, Ștefania, Růžena, Ilona, Ana-Maria",
        "Marek, László, Ștefan, Jiří, Ottó, Mihai",
        "Dvořák/Dvořáková, Horváth, Țurcanu, Šťastný/Šťastná, Kőrösi, Ionescu",
    ),
    People(  # Vietnamese
        5,
        "Thị Minh Châu, Thị Hồng, Ngọc Ánh, Thu Hằng, Mỹ Duyên, Bảo Ngọc",
        "Văn Đức, Minh Quân, Quốc Bảo, Hữu Phước, Tiến Dũng, Đình Khôi",
        "Nguyễn, Trần, Lê, Phạm, Võ, Đặng, Bùi",
        family_goes_first=True,
    ),
    People(  # Yoruba, Igbo, Akan, Zulu, Wolof
        5,
        "Àdùkẹ́, Folúkẹ́, Nomvula, Abena, Fatoumata, Chidinma, Ọlámidé",
        "Chukwuemeka, Kwabena, Ọláyínká, Babátúndé, Sipho, Mamadou, Ṣẹ́gun",
        "Okonkwo-Adébáyọ̀, Osei-Tutu, Dlamini, Diallo, Ọ̀ṣúndàre, Nwankwọ, Mensah",
    ),
    People(  # Ukrainian
        5,
        "Олена=olena, Ірина=iryna, Оксана=oksana, Ганна=hanna, Соломія=solomiia, Євгенія=yevheniia",
        "Тарас=taras, Андрій=andrii, Юрій=yurii, Богдан=bohdan, Євген=yevhen, Мирослав=myroslav",
        "Шевченко=shevchenko, Коваленко=kovalenko, Ткачук=tkachuk, Лук’яненко=lukianenko, Щербак=shcherbak",
    ),
    People(  # Russian, Bulgarian, Serbian
        5,
        "Анна=anna, Татьяна=tatiana, Милица=milica, Цветелина=tsvetelina, Юлия=yulia",
        "Кирилл=kirill, Алексей=alexey, Ђорђе=djordje, Любомир=lyubomir, Пётр=pyotr",
        "Антонов/Антонова=antonov/antonova, Соловьёв/Соловьёва=solovyov/solovyova, Илиев/Илиева=iliev/ilieva, "
        "Ђуровић=djurovic",
    ),
    People(  # Greek
        3,
        "Σοφία=sofia, Ελένη=eleni, Αικατερίνη=katerina, Χρυσούλα=chrysoula",
        "Γιώργος=giorgos, Νίκος=nikos, Αθανάσιος=thanasis, Ξενοφών=xenofon",
        "Παπαδόπουλος/Παπαδοπούλου=papadopoulos/papadopoulou, Λάμπρου=lambrou, "
        "Ψαράς/Ψαρά=psaras/psara, Θεοδωράκης/Θεοδωράκη=theodorakis/theodoraki",
    ),
    People(  # Arabic
        6,
        "نور=nour, أمل=amal, فاطمة=fatima, مريم=maryam, ليلى=layla, هبة الله=hibatallah",
        "محمود=mahmoud, يوسف=yusuf, سامر=samer, عبد الرحمن=abdulrahman, طارق=tariq, خالد=khaled",
        "العلي=alali, الحداد=haddad, درويش=darwish, الخطيب=khatib, النجّار=najjar, المصري=masri",
    ),
    People(  # Persian
        2,
        "شیرین=shirin, پریسا=parisa, ژاله=zhaleh, گلناز=golnaz",
        "داریوش=dariush, پویا=pouya, بهرام=bahram, کیان=kian",
        "رضایی=rezaei, تهرانی=tehrani, گلشیری=golshiri, پژمان=pejman",
    ),
    People(  # Hebrew
        3,
        "יעל=yael, נועה=noa, תמר=tamar, רחל=rachel",
        "דוד=david, אורי=uri, יהונתן=yonatan, משה=moshe",
        "לוי=levi, כהן=cohen, פרידמן=friedman, בן־דוד=bendavid, שפירא=shapira",
    ),
    People(  # Hindi
        4,
        "प्रिया=priya, अंजलि=anjali, सुनीता=sunita, श्रुति=shruti",
        "अर्जुन=arjun, राजेश=rajesh, कृष्ण=krishna, विक्रम=vikram",
        "रामनाथन=ramanathan, शर्मा=sharma, गुप्ता=gupta, श्रीवास्तव=srivastava",
    ),
    People(  # Tamil
        1,
        "மீனாட்சி=meenakshi, கவிதா=kavitha, தமிழ்ச்செல்வி=tamilselvi",
        "முருகன்=murugan, செல்வம்=selvam, கார்த்திக்=karthik",
        "சுப்பிரமணியம்=subramaniam, நடராஜன்=natarajan, இளங்கோ=ilango",
    ),
    People(  # Bengali
        1,
        "সুচিত্রা=suchitra, রুমা=ruma, শর্মিষ্ঠা=sharmistha",
        "অনির্বাণ=anirban, রফিক=rafiq, সৌরভ=sourav",
        "চট্টোপাধ্যায়=chattopadhyay, রহমান=rahman, ঘোষ=ghosh",
    ),
    People(  # Chinese
        5,
        "美玲=meiling, 秀英=xiuying, 雨桐=yutong, 婷婷=tingting, 慧=hui",
        "伟=wei, 建国=jianguo, 浩然=haoran, 子轩=zixuan, 志强=zhiqiang",
        "李=li, 王=wang, 张=zhang, 陈=chen, 歐陽=ouyang, 趙=zhao",
        family_goes_first=True,
    ),
    People(  # Korean
        3,
        "서연=seoyeon, 지우=jiwoo, 은경=eunkyung, 하윤=hayoon",
        "민준=minjun, 도현=dohyun, 영수=youngsoo, 재욱=jaewook",
        "김=kim, 이=lee, 박=park, 최=choi, 남궁=namgung",
        family_goes_first=True,
    ),
    People(  # Japanese
        4,
        "陽菜=hina, さくら=sakura, 美咲=misaki, ひかり=hikari, エミリ=emiri",
        "健=ken, 大翔=hiroto, けんた=kenta, 蓮=ren, ショーン=sean",
        "田中=tanaka, 佐藤=sato, 高橋=takahashi, 渡邊=watanabe, 山﨑=yamazaki",
        family_goes_first=True,
    ),
    People(  # Thai
        1,
        "กมลวรรณ=kamonwan, สุดารัตน์=sudarat",
        "สมชาย=somchai, ธนากร=thanakorn",
        "สุวรรณรัตน์=suwannarat, ทองดี=thongdee",
    ),
    People(  # Georgian
        1,
        "ნინო=nino, თამარ=tamar",
        "გიორგი=giorgi, ლევან=levan",
        "ბერიძე=beridze, კაპანაძე=kapanadze",
    ),
    People(  # Armenian
        1,
        "Անահիտ=anahit, Լուսինե=lusine",
        "Տիգրան=tigran, Հայկ=hayk",
        "Պետրոսյան=petrosyan, Սարգսյան=sargsyan",
    ),
    People(  # Amharic, who are called after their father
        1,
        "ሰላም=selam, ሕይወት=hiwot",
        "ዳዊት=dawit, ዮሐንስ=yohannes",
        "ተስፋዬ=tesfaye, ገብረማርያም=gebremariam",
    ),
)
