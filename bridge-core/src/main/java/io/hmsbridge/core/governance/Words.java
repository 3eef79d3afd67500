package io.hmsbridge.core.governance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The words that say what stands beside them, and the names of fields that say what is in them. */
final class Words {

    /** What words mean; a class, or something that is none of them, so that a weak number beside it is nothing. */
    record Meaning(Optional<DataClass> dataClass) {}

    private static final Map<String, Meaning> IN_TEXT = new HashMap<>();
    private static final Map<String, DataClass> OF_FIELDS = new HashMap<>();
    /** For each first letter, which lengths the words of the phrases have: a bit each. */
    private static final long[] LENGTHS = new long[26];

    static {
        both(DataClass.SSN, "ssn", "social security", "soc sec", "socialsecurity", "ss number");
        both(DataClass.ITIN, "itin", "individual taxpayer");
        both(DataClass.EIN, "ein", "fein", "employer identification", "employer id", "tax id", "taxid");
        both(DataClass.CREDIT_CARD, "credit card", "creditcard", "card number", "cardnumber", "debit card", "pan");
        text(DataClass.CREDIT_CARD, "card", "cc", "visa", "mastercard", "amex", "maestro");
        both(DataClass.BANK_ACCOUNT, "bank account", "bankaccount", "checking account", "savings account", "acct",
                "dda", "account number", "account no");
        both(DataClass.ROUTING_NUMBER, "routing", "aba", "rtn", "routingnumber", "transit number");
        both(DataClass.IBAN, "iban");
        field(DataClass.EMAIL, "email", "e mail", "email address", "emailaddress", "mail");
        both(DataClass.PHONE, "phone", "telephone", "mobile", "cell", "cellphone", "fax");
        text(DataClass.PHONE, "tel", "call", "text", "ph");
        field(DataClass.PHONE, "tel", "phonenumber");
        both(DataClass.DOB, "dob", "birth", "birthday", "birthdate", "born", "birth date", "dateofbirth",
                "date of birth");
        field(DataClass.NAME, "name", "first name", "last name", "full name", "surname", "given name", "family name",
                "firstname", "lastname", "fullname", "maiden name", "patient name");
        field(DataClass.ADDRESS, "address", "street", "street address", "home address", "mailing address",
                "address line", "postal address");
        both(DataClass.PASSPORT, "passport", "passportnumber");
        both(DataClass.DRIVER_LICENSE, "driver license", "drivers license", "s license", "driver licence",
                "drivers licence", "s licence", "driving licence", "dln", "driverlicense", "driverslicense");
        both(DataClass.MEDICARE_ID, "medicare", "mbi", "medicare id", "medicareid");
        both(DataClass.NPI, "npi", "national provider");
        both(DataClass.VIN, "vin", "vehicle identification");
        text(DataClass.VIN, "chassis");
        both(DataClass.IP, "ip", "ip address", "ipaddress");
        field(DataClass.SECRET, "password", "passwd", "secret", "api key", "apikey", "private key", "access key",
                "client secret", "access token", "auth token", "refresh token");
        text(null, "order", "invoice", "version", "build", "release", "part", "sku", "ticket", "case", "tracking",
                "v", "confirmation", "section", "reference");
    }

    private Words() {}

    private static void both(DataClass dataClass, String... phrases) {
        text(dataClass, phrases);
        field(dataClass, phrases);
    }

    private static void text(DataClass dataClass, String... phrases) {
        for (var phrase : phrases) {
            IN_TEXT.put(phrase, new Meaning(Optional.ofNullable(dataClass)));
            for (var word : phrase.split(" ", -1)) {
                LENGTHS[word.charAt(0) - 'a'] |= 1L << word.length();
            }
        }
    }

    private static void field(DataClass dataClass, String... phrases) {
        for (var phrase : phrases) {
            OF_FIELDS.put(phrase, dataClass);
        }
    }

    /** Whether a word of this first letter and length is among the phrases. */
    static boolean mayTell(char first, int length) {
        int letter = (first | 0x20) - 'a';
        return length < Long.SIZE && letter >= 0 && letter < LENGTHS.length && (LENGTHS[letter] >> length & 1) == 1;
    }

    /** What a word of a text means, or two. */
    static Optional<Meaning> inText(String phrase) {
        return Optional.ofNullable(IN_TEXT.get(phrase));
    }

    /** What a field of this name holds: {@code ssn}, {@code employeeSsn}, {@code date_of_birth}, {@code SSN_NO}. */
    static Optional<DataClass> ofField(String name) {
        if (name.length() > 64) {
            return Optional.empty();
        }
        var words = words(name);
        for (int end = words.length; end > 0; end--) {
            var found = ending(words, end);
            if (found.isPresent() || !isFiller(words[end - 1])) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** In small letters: {@code employee, ssn} of {@code employeeSSN}. */
    private static String[] words(String name) {
        var words = new ArrayList<String>();
        int start = -1;
        for (int at = 0; at <= name.length(); at++) {
            char c = at < name.length() ? name.charAt(at) : ' ';
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean turns = start >= 0 && c >= 'A' && c <= 'Z' && name.charAt(at - 1) >= 'a'; // from small to large
            if (start >= 0 && (!letter || turns)) {
                words.add(name.substring(start, at).toLowerCase(Locale.ROOT));
                start = -1;
            }
            start = letter && start < 0 ? at : start;
        }
        return words.toArray(String[]::new);
    }

    private static Optional<DataClass> ending(String[] words, int end) {
        for (int length = Math.min(3, end); length > 0; length--) {
            var found = OF_FIELDS.get(String.join(" ", Arrays.copyOfRange(words, end - length, end)));
            // `name` ends `planName` too: alone it says something only where it is all
            if (found != null && (!found.equals(DataClass.NAME) || length == end || length > 1)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private static boolean isFiller(String word) {
        return switch (word) {
            case "number", "no", "num", "nbr", "id", "value", "text" -> true;
            default -> false;
        };
    }
}
