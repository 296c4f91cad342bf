package growth.data.synthetic;

import java.util.List;

/** Rules of English spelling, as far as the stories need them. Pure. */
final class English {
    private static final List<String> NUMBERS = List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty");

    private English() {
    }

    /** Returns the regular plural. */
    static String plural(String noun) {
        return endsInConsonantAndY(noun) ? noun.substring(0, noun.length() - 1) + "ies" : noun + (hisses(noun) ? "es" : "s");
    }

    /** Returns the form after he, she and it. */
    static String thirdPerson(String verb) {
        return verb.endsWith("o") ? verb + "es" : plural(verb);
    }

    private static boolean hisses(String word) {
        return word.endsWith("s") || word.endsWith("x") || word.endsWith("ch") || word.endsWith("sh");
    }

    private static boolean endsInConsonantAndY(String word) {
        return word.endsWith("y") && "aeiou".indexOf(word.charAt(word.length() - 2)) < 0;
    }

    /** Returns the words with {@code a} or {@code an} in front. */
    static String a(String words) {
        boolean vowel = "aeiou".indexOf(Character.toLowerCase(words.charAt(0))) >= 0;
        // "an honest", but "a unicorn" and the like do not occur
        return (vowel || words.startsWith("hour") || words.startsWith("honest") ? "an " : "a ") + words;
    }

    /** Returns the number in words up to twenty, in digits beyond; 0 is {@code no}. */
    static String number(int number) {
        return number < NUMBERS.size() ? NUMBERS.get(number) : Integer.toString(number);
    }

    /** Returns the text with a capital first letter, also within quotation marks. */
    static String capital(String text) {
        int first = text.startsWith("\"") ? 1 : 0;
        return text.substring(0, first) + Character.toUpperCase(text.charAt(first)) + text.substring(first + 1);
    }
}
