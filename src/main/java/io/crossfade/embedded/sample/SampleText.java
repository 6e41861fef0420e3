package io.crossfade.embedded.sample;

import java.util.List;

/** Words, names and sentences in several scripts, with characters outside the basic plane among them. */
final class SampleText {

    private static final List<String> FIRST_NAMES = List.of(
            "Ada", "Grace", "Łukasz", "Zoë", "Søren", "İpek", "Nguyễn", "Élodie", "José", "Fatma", "Олена", "小明", "さくら",
            "Máire", "Jürgen", "Ramón", "Þóra", "Amélie", "Sinéad", "Björk");
    private static final List<String> LAST_NAMES = List.of(
            "Lovelace",
            "Hopper",
            "Nowak",
            "O’Brien",
            "Ångström",
            "Yılmaz",
            "Văn",
            "Müller",
            "García",
            "Ionescu",
            "Шевченко",
            "王",
            "佐藤",
            "Smith-Jones",
            "van der Berg",
            "d’Arcy",
            "Okafor",
            "Haddad");
    private static final List<String> VENTURES = List.of(
            "Bakery",
            "Robotics",
            "Tea House",
            "Clinic",
            "Brauerei",
            "Café",
            "Fintech",
            "Kindergarten",
            "Vineyard",
            "Bike Repair",
            "Translation Bureau",
            "Solar Farm",
            "寿司バー",
            "Atölye",
            "Language School",
            "Studio 🎨");
    private static final List<String> WORDS = List.of(
            "market",
            "growth",
            "customers",
            "revenue",
            "margin",
            "quarter",
            "supply",
            "demand",
            "naïve",
            "résumé",
            "forecast",
            "pricing",
            "channel",
            "partners",
            "risk",
            "hiring",
            "visa",
            "lease",
            "£12k",
            "€",
            "coöperation",
            "\"quoted\"",
            "back\\slash",
            "tab\there",
            "emoji 🚀",
            "日本",
            "straße",
            "İstanbul",
            "ligature ﬁ",
            "plan",
            "team",
            "capital",
            "equity",
            "loan",
            "investor",
            "competitor",
            "segment",
            "product",
            "launch",
            "pilot",
            "e\u0301tude");

    private SampleText() {}

    static String person(Whim whim) {
        return whim.pick(FIRST_NAMES) + " " + whim.pick(LAST_NAMES);
    }

    static String venture(Whim whim) {
        return whim.pick(FIRST_NAMES) + "’s " + whim.pick(VENTURES);
    }

    static String word(Whim whim) {
        return whim.pick(WORDS);
    }

    static String words(Whim whim, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(word(whim));
        }
        return text.toString();
    }

    /** Some sentences of that many words in all, in paragraphs as the editor of the time broke them. */
    static String prose(Whim whim, int count) {
        String lineBreak = whim.oneIn(5) ? "\r\n" : "\n";
        StringBuilder text = new StringBuilder();
        for (int left = count; left > 0; ) {
            int length = Math.min(left, whim.between(5, 14));
            text.append(words(whim, length)).append(whim.oneIn(4) ? "." + lineBreak + lineBreak : ". ");
            left -= length;
        }
        return text.toString();
    }
}
