"""The help beside each task of the workspace: what one does there, who sees it, what happens next.

All texts are here, so that they can be read through. Every address of the workspace is named by
one of them; those that only take what a page sends share the page's.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Help:
    """The help of the pages whose names in the URLconf it says; `*` stands for any part of one."""

    names: tuple[str, ...]
    what: str
    seen: str
    then: str


ONLY_ME = "Bara du ser sidan."
DRAFT_SEEN = (
    "Utkastet ses av dem som får skriva eller granska det. Webbplatsens läsare ser inget förrän "
    "versionen är publicerad."
)
HELP = (
    Help(
        ("desk",),
        "Här ser du vad du har att göra, vad som behöver rättas och vad som är nytt i dina organ.",
        "Var och en ser sitt eget: det som följer av uppdragen.",
        "Välj något i listan, eller en ingång i menyn, för att arbeta vidare.",
    ),
    Help(
        ("desk_help", "desk_guide"),
        "Här finns hjälp och steg för steg-guider för den som är ny i sin roll.",
        "Alla som har loggat in kan läsa guiderna. De visar bara läsarens egna organ.",
        "Gå igenom stegen i din takt. Det som redan är gjort är avprickat.",
    ),
    Help(
        ("desk_silent", "desk_silence", "desk_lift_silence"),
        "Här tystar du en brist som är känd och får vara så en tid, eller visar den igen.",
        "Alla som skulle se bristen ser att den är tyst, av vem, varför och till när.",
        "Bristen kommer tillbaka av sig själv dagen efter den sista dagen.",
    ),
    Help(
        ("desk_commissions", "desk_start"),
        "Här hittar du uppdragsbeskrivningarna som du arbetar med, och påbörjar utkast till nya "
        "versioner.",
        DRAFT_SEEN,
        "Öppna ett utkast för att skriva. Den version som gäller ändras inte förrän en ny "
        "publiceras.",
    ),
    Help(
        ("desk_plans", "desk_begin_plan"),
        "Här hittar du planerna och årsrapporterna som du arbetar med, och påbörjar nya.",
        DRAFT_SEEN,
        "En plan börjar med det som fortsätter från året före, en årsrapport med årets plan. Den "
        "som leder organet publicerar.",
    ),
    Help(
        ("desk_wanting_files",),
        "Här ser du vilka publicerade filer som inte alla kan läsa, organ för organ.",
        "Alla som arbetar med dokument ser sina organs filer.",
        "Gör om filen i det program som den är gjord i, och lägg till den i en ny version.",
    ),
    Help(
        ("desk_follow_up",),
        "Här följer du upp rådets programområden: deras planer och årsrapporter för ett år, löfte "
        "för löfte, med kommentarer och svar.",
        "Utkast och kommentarer ser bara de som skriver, granskar eller följer upp dem. Det som är "
        "publicerat ser alla.",
        "Öppna en plan eller en rapport för att kommentera ett avsnitt. Området svarar på samma "
        "ställe, och båda får ett brev.",
    ),
    Help(
        (
            *("desk_activity", "desk_new_activity", "desk_move_activity"),
            *("desk_take_out_activity", "desk_put_back_activity", "desk_fetch_from_plan"),
        ),
        "Här skriver du vad en plan eller en årsrapport säger om en aktivitet.",
        DRAFT_SEEN,
        "Aktiviteten behåller sin adress från år till år. Det som är publicerat ändras inte: nästa "
        "version, rapport eller plan får nya ord.",
    ),
    Help(
        ("desk_word", "desk_word_take_in", "desk_word_download"),
        "Här läser du in ett Word-dokument till ett utkast, eller hämtar ett utkast som Word.",
        "Filen sparas inte. Det som lästs in blir ett utkast, som de som arbetar med det ser.",
        "Du ser först vilka avsnitt filen ger och vad som inte följde med. Sedan väljer du.",
    ),
    Help(
        ("desk_merge",),
        "Här säger du att samma person har lagts in två gånger.",
        "Alla ser sedan en enda person. Den andras adress leder dit.",
        "Du ser vad som flyttas innan du sparar. Ändringen går att följa i historiken.",
    ),
    Help(
        ("desk_rosters", "desk_roster", "desk_undo_roster"),
        "Här ser du vilka som har organens poster, vilka som är vakanta och vad du kan göra.",
        "Du ser de organ där du får utse till någon post. Läsarna ser det som gäller på organets "
        "sida.",
        "Välj Utse vid en vakant post, eller det du vill göra med ett uppdrag. Det senaste kan "
        "ångras.",
    ),
    Help(
        ("desk_composition", "desk_composition_make", "desk_composition_undo"),
        "Här ser du hur organet ska vara sammansatt, med källa, och vad som inte är så.",
        "De som ser organets poster ser sidan. Reglerna ändrar en administratör.",
        "Välj en dag. Det som saknas skapas i ett steg, och kan ångras tills någon är utsedd.",
    ),
    Help(
        ("desk_rule_add", "desk_rule_change", "desk_rule_end"),
        "Här bestämmer du hur många platser av en roll organet ska ha, och för vem.",
        "De som ser organets poster ser regeln, med källa, så snart du har sparat.",
        "Du ser först vad som därefter inte stämmer, organ för organ. Inga poster ändras: de "
        "skapas eller avslutas för sig.",
    ),
    Help(
        ("desk_coverage",),
        "Här ser du vilka planer och rapporter som är publicerade, hur långt de andra har kommit "
        "och vad som är försenat.",
        "Var och en ser sina egna organ, kunskapsrådets ledning också dem som hör till rådet och "
        "staben alla. Webbplatsens läsare ser bara vad som är publicerat.",
        "Öppna ett utkast för att arbeta vidare. Ordförande och processtöd får brev 30 och 7 dagar "
        "före sista dagen och 7 och 30 dagar efter den.",
    ),
    Help(
        (
            *("desk_duties", "desk_duty_new", "desk_duty_end", "desk_duty_adjust"),
            "desk_duty_take_back",
        ),
        "Här bestämmer du vad organen ska lämna varje år, till vilken dag, och vad som är "
        "undantaget ett visst år.",
        "Dagarna och undantagen med sina skäl ses av staben och av dem som ska lämna. "
        "Webbplatsens läsare ser dagen för varje år, men inga undantag.",
        "Du ser först vad ändringen leder till. Påminnelser som inte är skickade följer den nya "
        "dagen. Det som är bestämt går att ta tillbaka och står i historiken.",
    ),
    Help(
        (
            *("desk_goals", "desk_body_goals", "desk_goal_new", "desk_goal_change"),
            *("desk_goal", "desk_target_new", "desk_target"),
        ),
        "Här skriver du organets mål, hur de mäts, och vad som ska vara nått till vilken dag.",
        "Alla kan läsa målen på webbplatsen så fort de är sparade. Ordförande, processtöd och "
        "staben ändrar dem.",
        "Fyll i mätvärden period för period, eller läs in dem från en fil. Historiken har kvar hur "
        "det var.",
    ),
    Help(
        ("desk_governing", "desk_begin_governing"),
        "Här hittar du reglementen, samverkansavtal, överenskommelser och mallar, och påbörjar "
        "utkast till nya eller till nästa version.",
        "De som arbetar med dokumentet ser utkastet. Andra ser det först när det är publicerat.",
        "Utkastet går sedan samma väg som ett uppdrag: det skickas till beslut, beslutas och "
        "publiceras av någon annan än den som skickade det.",
    ),
    Help(
        ("desk_measurements_import", "desk_measurements_list"),
        "Här läser du in mätvärden ur ett kalkylblad, och hämtar en lista att fylla i.",
        "Bara du ser raderna, tills du läser in dem. Då kan alla läsa värdena på webbplatsen.",
        "Du får se vad varje rad skulle göra. Inget ändras innan du bekräftar.",
    ),
    Help(
        (
            *("desk_measurements_preview", "desk_measurements_columns"),
            *("desk_measurements_carry_out", "desk_measurements_discard"),
            *("desk_measurements_rows", "desk_measurements_take_back"),
        ),
        "Här ser du vad varje rad gör, och vilka rader som är fel, med vad du kan göra.",
        "Bara du ser sidan. När raderna är inlästa kan alla läsa värdena på webbplatsen.",
        "Alla rader läses in på en gång, eller ingen. Hela inläsningen går att ångra i ett dygn.",
    ),
    Help(
        ("desk_period", "desk_goal_history", "desk_measurement_undo"),
        "Här fyller du i vad som har mätts för en period, region för region, rättar det och ångrar "
        "ändringar.",
        "Alla kan läsa värdena och kommentarerna på webbplatsen så fort de är sparade.",
        "Diagrammen och tabellerna visar värdena direkt. Saknas en uppgift visas det som en lucka, "
        "aldrig som noll.",
    ),
    Help(
        ("desk_handovers", "desk_handover"),
        "Här ser du uppdrag som går över från en region till en annan, med en checklista för varje "
        "dag.",
        "Den ses av dem som håller igång organet, av båda regionernas redaktörer och av staben. "
        "Utkasten ses bara av dem som får läsa dem.",
        "Portalen ser själv om någon är utsedd. Pricka av resten allt eftersom: det går att ångra, "
        "och syns vem som gjorde det.",
    ),
    Help(
        ("desk_start_body",),
        "Här startar du en arbetsgrupp: vem som ger den uppdrag, vad den ska göra och hur länge.",
        "Sidan om gruppen är öppen för alla. Posterna står som tomma tills någon utses.",
        "Du ser först vad det leder till. Sedan utser du dem som ska vara med.",
    ),
    Help(
        ("desk_life", "desk_rename_body", "desk_move_body"),
        "Här ändrar du vad ett organ heter eller vart det hör, från en dag som du väljer.",
        "Läsarna ser det gamla fram till den dagen. Historiken på organets sida berättar vad som "
        "hände.",
        "Du ser först vilka sidor och rättigheter som ändras. Det senaste kan ångras.",
    ),
    Help(
        ("desk_end_body", "desk_replace_body", "desk_merge_bodies"),
        "Här avslutar du ett organ, eller låter ett annat ta vid.",
        "Organets sida finns kvar som historik, med dokumenten och vad som ersatte det.",
        "Du ser först allt som upphör och vad som måste lösas innan. Det senaste kan ångras.",
    ),
    Help(
        ("desk_undo_life",),
        "Här tar du tillbaka det senaste som gjordes med organet, också om en annan gjorde det.",
        "Läsarna ser det som stod före ändringen.",
        "Du ser först vad det leder till. Har något ändrats sedan dess får du ändra i stället.",
    ),
    Help(
        ("desk_fill_post", "desk_change_holder"),
        "Här utser du någon till posten. Sök personen först, så läggs ingen upp två gånger.",
        "Namn, roll och region visas för alla på organets sida, från den dag du väljer.",
        "Du ser först vad läsarna kommer att se, vilka rättigheter personen får och vad som kan "
        "vara fel. Inget sparas innan du bekräftar.",
    ),
    Help(
        ("desk_end", "desk_end_many"),
        "Här avslutar du ett uppdrag, eller många på en gång när en mandatperiod är slut.",
        "Organets sida visar posten som vakant från dagen efter den sista.",
        "Du ser först vad som blir vakant och vilka rättigheter som upphör. Sedan kan du ångra.",
    ),
    Help(
        ("desk_rotations", "desk_rotation"),
        "Här ser du vems tur det är att leda vilket organ, nu och framåt.",
        "Läsarna ser turen på organens sidor och på tidslinjen.",
        "Välj ett organ för att se alla perioder. Den som är admin kan byta, förlänga och lägga "
        "upp en ny ordning.",
    ),
    Help(
        ("desk_rotation_swap", "desk_rotation_move", "desk_rotation_interim"),
        "Här lägger du till ett undantag: det som är beslutat på annat sätt än ordningen säger.",
        "Undantaget och varför det görs visas på tidslinjen. De som följer turordningen flyttas "
        "med, om du inte väljer att de inte ska påverkas.",
        "Du ser först vilka perioder, uppdrag och rättigheter som ändras. Sedan kan du ångra.",
    ),
    Help(
        ("desk_new_rotation", "desk_rotation_order", "desk_rotation_last_day"),
        "Här bestämmer du i vilken ordning regionerna har turen, hur länge och från när.",
        "Det som var före den dag du anger ändras inte.",
        "Du ser först vad det leder till.",
    ),
    Help(
        (
            "desk_rotation_without",
            "desk_rotation_without_exception",
            "desk_rotation_without_order",
        ),
        "Här tar du tillbaka något som lagts till i en turordning.",
        "Perioderna blir som de var utan det. Allt står kvar i historiken.",
        "Har någon utsetts sedan dess behöver det uppdraget ändras först.",
    ),
    Help(
        ("desk_undo_latest",),
        "Här tar du tillbaka den senaste ändringen av ett uppdrag, också om en annan gjorde den.",
        "Läsarna ser det som stod före ändringen.",
        "Du ser först vad det leder till. Har något hänt sedan dess rättas uppdraget i stället.",
    ),
    Help(
        ("desk_correct",),
        "Här rättar du något som blev fel i ett uppdrag, till exempel fel dag eller fel person.",
        "Läsarna ser det rätta. Det berättas inte som en nyhet.",
        "Rättelsen står i historiken med ditt namn och varför. Har någon slutat ska uppdraget "
        "avslutas i stället.",
    ),
    Help(
        ("desk_texts",),
        "Här finns alla texter på webbplatsen som inte är dokument, och utkasten till dem.",
        "Du ser de texter som du får ändra. Utkast ses bara av dem som får ändra samma text.",
        "Öppna en text för att skriva ett utkast. Det som är publicerat står kvar så länge.",
    ),
    Help(
        ("desk_text", "desk_text_drop", "desk_text_reviewed"),
        "Här skriver du ett utkast till texten, eller säger att den stämmer som den är.",
        "Utkastet ses bara av dem som får ändra texten. Läsarna ser det som är publicerat.",
        "Spara, förhandsgranska och jämför. Publiceringen är ett eget steg, nu eller en vald dag.",
    ),
    Help(
        ("desk_text_preview", "desk_text_compare"),
        "Här läser du utkastet som det blir, eller ser ord för ord vad som ändras.",
        "Ingen annan ser sidan. Den visar hur det skulle bli, och inget sparas.",
        "Gå tillbaka till utkastet för att ändra, eller publicera när det är som det ska.",
    ),
    Help(
        ("desk_text_history", "desk_text_restore"),
        "Här ser du vad som har varit publicerat, av vem och varför.",
        "De som får ändra texten ser historiken.",
        "Jämför två versioner, eller gör ett utkast av en tidigare. Inget blir publikt än.",
    ),
    Help(
        ("desk_text_publish",),
        "Här publicerar du utkastet nu, eller bestämmer en dag då det ska bli publikt.",
        "När texten är publicerad ser alla den. Till dess ser bara de som får ändra den utkastet.",
        "Den förra texten finns kvar i historiken. En bestämd dag kan bytas eller avbokas.",
    ),
    Help(
        ("desk_roster_import", "desk_roster_blank"),
        "Här läser du in en fil med uppdrag, och hämtar en mall som visar vilka kolumner den har.",
        "Bara du ser det som är inläst, tills du bekräftar. Filen själv sparas inte.",
        "Du får se vad varje rad skulle göra. Inget ändras innan du bekräftar.",
    ),
    Help(
        (
            *("desk_roster_preview", "desk_roster_columns", "desk_roster_carry_out"),
            *("desk_roster_discard", "desk_roster_rows"),
        ),
        "Här ser du vad varje rad i filen gör, och vilka rader som är fel, med vad du kan göra.",
        "Bara du ser sidan. När raderna är inlästa visas uppdragen för alla på organens sidor.",
        "Alla rader läses in på en gång, eller ingen. Är något fel rättar du filen och läser in "
        "den igen.",
    ),
    Help(
        ("desk_roster_export",),
        "Här hämtar du uppdragen i ett organ, ett slag av organ eller en region som en fil.",
        "Du får de uppdrag som du får ändra. Kasta filen när du är klar.",
        "Ändra i filen och läs in den igen. En fil som är oändrad ändrar inget.",
    ),
    Help(
        ("desk_contacts", "desk_contacts_csv"),
        "Här står vem man skriver till i varje organ. Listorna går att ladda ned.",
        "De som har uppdrag i organet, rådet över det och staben ser listan.",
        "Välj Utskick för att få allas adresser på en gång. Ändra en adress som inte stämmer.",
    ),
    Help(
        ("desk_contact_address",),
        "Här ändrar du organets funktionsadress, den som alla skriver till.",
        "Adressen visas för alla på organets sida så snart du har sparat.",
        "Den gamla adressen finns kvar i historiken. Sidan visar den nya genast.",
    ),
    Help(
        ("desk_mailing", "desk_mailing_csv", "desk_mailing_cards"),
        "Här får du adresserna till dem som har uppdrag i ett organ, eller i alla organ av ett "
        "slag.",
        "Bara de som får se organens kontakter får listan. Att den har hämtats antecknas i loggen.",
        "Kopiera adresserna till ditt e-postprogram, eller hämta dem som fil. Kasta filen när du "
        "är klar: listan gäller i dag.",
    ),
    Help(
        ("desk_feedback", "desk_handle_feedback"),
        "Här läser du vad läsare har skrivit om webbplatsens sidor.",
        "Staben och administratörerna ser synpunkterna.",
        "Svara från ditt e-postprogram, och markera sedan synpunkten som klar.",
    ),
    Help(
        ("desk_rights", "desk_rights_of"),
        "Här söker du upp någon och ser vad den personen får göra, och varför.",
        "Alla som har loggat in ser vad var och en får göra.",
        "Stämmer något inte är det uppdraget som ska ändras. Be den som utser till posten.",
    ),
    Help(
        ("desk_my_rights",),
        "Här ser du vad du får göra, vad det följer av och hur länge det gäller.",
        "Andra som har loggat in kan se samma uppgifter om dig.",
        "Saknar du något, fråga den som utser till posten eller en administratör.",
    ),
    Help(
        ("desk_who_may",),
        "Här ser du vilka som får läsa, ändra och publicera just det här.",
        "De som får läsa saken ser svaret.",
        "Kontakta någon av dem om du vill ha något ändrat.",
    ),
    Help(
        ("desk_accounts", "desk_account", "desk_revoke_invitation", "desk_invite_again"),
        "Här ser du vilka som kan logga in, och vilka inbjudningar som väntar.",
        "Staben och administratörerna ser kontona.",
        "Den som bjuds in får ett mejl. Vad kontot får göra följer av personens uppdrag.",
    ),
    Help(
        ("desk_invite",),
        "Här bjuder du in någon att skaffa ett konto. Personen ska redan finnas i portalen.",
        "Den inbjudna får ett mejl. Staben och administratörerna ser att inbjudan väntar.",
        "Personen väljer själv lösenord inom sju dagar. Sedan gäller de rättigheter som uppdragen "
        "ger.",
    ),
    Help(
        ("desk_access_request",),
        "Här svarar du den som har loggat in med sin region och ber om behörighet.",
        "Bara staben och administratörerna ser vad personen skrev.",
        "Säger du ja kopplas inloggningen till personen. Säger du nej får personen veta det.",
    ),
    Help(
        ("desk_switch_account",),
        "Här stänger du av ett konto, öppnar det igen eller loggar ut det överallt.",
        "Den vars konto det är märker det genast. Varför du gjorde det står i historiken.",
        "Ett avstängt konto kan öppnas igen. Inget som personen har skrivit försvinner.",
    ),
    Help(
        ("desk_grants", "desk_give_grant", "desk_take_back"),
        "Här ger du någon samma rättigheter som en roll, utan uppdrag och för en tid.",
        "Administratörerna ser listan. Den som får rättigheterna får ett mejl.",
        "Rättigheterna slutar av sig själva efter sista dagen. De kan återkallas när som helst.",
    ),
    Help(
        ("desk_edition", "desk_show", "desk_approve"),
        "Här ser du en version: dess avsnitt, var den är på vägen och vad som återstår.",
        DRAFT_SEEN,
        "Skriv klart avsnitten och skicka versionen till beslut. Någon annan än du publicerar den.",
    ),
    Help(
        (
            *("desk_file_add", "desk_file", "desk_file_get", "desk_file_move"),
            *("desk_file_take_out", "desk_file_put_back"),
        ),
        "Här lägger du till en fil som hör till versionen, eller ändrar en som redan finns.",
        DRAFT_SEEN,
        "Se vilka brister i tillgänglighet filen har, och gör helst om den. Filen blir synlig när "
        "versionen publiceras, och ändras sedan inte mer.",
    ),
    Help(
        ("desk_details",),
        "Här ändrar du versionens titel, ingress och vad som är nytt i den.",
        DRAFT_SEEN,
        "Spara och gå tillbaka till versionen. Titeln blir synlig när den publiceras.",
    ),
    Help(
        (
            *("desk_section", "desk_new_section", "desk_move_section", "desk_take_out_section"),
            *("desk_put_back_section", "desk_pasted"),
        ),
        "Här skriver du ett avsnitt. Texten sparas medan du skriver, om webbläsaren klarar det.",
        DRAFT_SEEN,
        "Spara när du är klar. Hinner någon annan före dig visas bådas text bredvid varandra.",
    ),
    Help(
        ("desk_comment", "desk_resolve"),
        "Här lämnar du en kommentar på ett avsnitt, svarar på en eller markerar den som löst.",
        "De som skriver och granskar utkastet ser kommentarerna. De publiceras aldrig.",
        "Den som skrev utkastet ser kommentaren på sin översikt tills den är löst.",
    ),
    Help(
        ("desk_preview", "desk_compare", "desk_copy"),
        "Här läser du versionen som den skulle se ut, eller vad som skiljer två versioner.",
        DRAFT_SEEN,
        "Inget ändras av att du läser. Gå tillbaka till versionen för att skriva.",
    ),
    Help(
        ("desk_step",),
        "Här tar du nästa steg med versionen, till exempel skickar den till beslut.",
        "De som arbetar med versionen ser att steget är taget, av vem och när.",
        "Du ser vad steget innebär innan du bekräftar. En publicerad version kan återkallas men "
        "inte ändras.",
    ),
    Help(
        ("desk_renew", "desk_compare_shared", "desk_make_own", "desk_make_shared"),
        "Här väljer du om ett avsnitt ska följa den gemensamma texten eller ha egna ord.",
        DRAFT_SEEN,
        "Ett avsnitt med egna ord följer inte med när den gemensamma texten ändras.",
    ),
    Help(
        (
            *("desk_sharing", "desk_new_shared", "desk_shared", "desk_start_shared"),
            *("desk_shared_section", "desk_shared_reads"),
        ),
        "Här sköter du texter som många uppdrag har gemensamt.",
        "Staben och administratörerna ser texterna här. Läsarna ser dem i uppdragen.",
        "En ny version ändrar inget uppdrag av sig själv: varje uppdrag tar in den för sig.",
    ),
    Help(
        ("desk_shared_drafts", "desk_together"),
        "Här gör du utkast för många uppdrag på en gång, och tar samma steg med dem.",
        "De som skriver uppdragen ser sina egna utkast.",
        "Du ser först vad som skulle hända med vart och ett. Det som inte går lämnas som det är.",
    ),
    Help(
        ("desk_events", "desk_events_csv"),
        "Här ser du allt som har gjorts i portalen: vem, när, vad och varför.",
        "Bara administratörer ser listan. Lösenord och koder finns aldrig i den.",
        "Fråga efter en person, ett organ eller en tid för att hitta det du söker. Listan går att "
        "ladda ned.",
    ),
    Help(
        ("desk_history",),
        "Här ser du vem som har ändrat vad i organet eller om personen, och varför.",
        "Bara de som får ändra något här ser historiken, och bara det som de får läsa.",
        "Under Hela historiken kan du återställa en uppgift till hur den var.",
    ),
    Help(
        ("admin:index",),
        "Administrationen är till för det som ändras sällan.",
        "Du ser bara det som du har rätt att läsa.",
        "Välj ett slag av uppgifter. Allt som sparas får en rad i historiken.",
    ),
    Help(
        ("admin:*_changelist",),
        "Här söker du bland uppgifterna och öppnar den som ska ändras.",
        "Du ser bara dem som du har rätt att läsa.",
        "Öppna en rad för att ändra den eller se dess historik.",
    ),
    Help(
        ("admin:*_add", "admin:*_change"),
        "Här fyller du i uppgifterna. Det som är fel sägs bredvid fältet, med vad du kan göra.",
        "Det som hör till en publik sida syns där så snart du har sparat.",
        "Ändringen får en rad i historiken med ditt namn och varför. Den kan återställas där.",
    ),
    Help(
        ("admin:*_history", "admin:*_restore"),
        "Här ser du varje ändring, och kan återställa uppgifterna till hur de var.",
        "De som får läsa uppgifterna ser historiken.",
        "En återställning visas innan den görs, och får en egen rad. Ingen rad tas någonsin bort.",
    ),
)
