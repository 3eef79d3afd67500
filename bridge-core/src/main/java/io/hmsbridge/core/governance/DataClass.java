package io.hmsbridge.core.governance;

import java.util.List;
import java.util.Optional;

/**
 * A kind of data that a policy decides on: one that is known here, or one of a policy's own.
 *
 * @param label the name in a policy, for instance {@code credit-card}
 * @param shortest how many letters and digits its shortest value has
 */
public record DataClass(String label, int shortest) {

    public static final DataClass SSN = new DataClass("ssn", 9);
    public static final DataClass ITIN = new DataClass("itin", 9);
    public static final DataClass EIN = new DataClass("ein", 9);
    public static final DataClass CREDIT_CARD = new DataClass("credit-card", 13);
    public static final DataClass BANK_ACCOUNT = new DataClass("bank-account", 6);
    public static final DataClass ROUTING_NUMBER = new DataClass("routing-number", 9);
    public static final DataClass IBAN = new DataClass("iban", 15);
    public static final DataClass EMAIL = new DataClass("email", 6);
    public static final DataClass PHONE = new DataClass("phone", 10);
    public static final DataClass DOB = new DataClass("dob", 6);
    public static final DataClass NAME = new DataClass("name", 1);
    public static final DataClass ADDRESS = new DataClass("address", 1);
    public static final DataClass PASSPORT = new DataClass("passport", 6);
    public static final DataClass DRIVER_LICENSE = new DataClass("driver-license", 5);
    public static final DataClass MEDICARE_ID = new DataClass("medicare-id", 11);
    public static final DataClass NPI = new DataClass("npi", 10);
    public static final DataClass VIN = new DataClass("vin", 17);
    public static final DataClass IP = new DataClass("ip", 4);
    public static final DataClass SECRET = new DataClass("secret", 1);

    private static final List<DataClass> KNOWN = List.of(SSN, ITIN, EIN, CREDIT_CARD, BANK_ACCOUNT, ROUTING_NUMBER,
            IBAN, EMAIL, PHONE, DOB, NAME, ADDRESS, PASSPORT, DRIVER_LICENSE, MEDICARE_ID, NPI, VIN, IP, SECRET);

    /** The class of this name that is known here. */
    public static Optional<DataClass> find(String label) {
        return KNOWN.stream().filter(one -> one.label.equals(label)).findFirst();
    }

    /** All that are known here. */
    static List<DataClass> known() {
        return KNOWN;
    }

    /** All names that are known here. */
    public static List<String> labels() {
        return KNOWN.stream().map(DataClass::label).toList();
    }

    /** Known by the field's name only: no content is taken for it. */
    boolean isByFieldOnly() {
        return equals(NAME) || equals(ADDRESS);
    }
}
