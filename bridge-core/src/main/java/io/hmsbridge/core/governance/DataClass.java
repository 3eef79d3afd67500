package io.hmsbridge.core.governance;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A kind of data that a policy decides on. */
public enum DataClass {
    SSN("ssn", 9), ITIN("itin", 9), EIN("ein", 9), CREDIT_CARD("credit-card", 13), BANK_ACCOUNT("bank-account", 6),
    ROUTING_NUMBER("routing-number", 9), IBAN("iban", 15), EMAIL("email", 6), PHONE("phone", 10), DOB("dob", 6),
    NAME("name", 1), ADDRESS("address", 1), PASSPORT("passport", 6), DRIVER_LICENSE("driver-license", 5),
    MEDICARE_ID("medicare-id", 11), NPI("npi", 10), IP("ip", 4), SECRET("secret", 1);

    private final String label;
    private final int shortest;

    DataClass(String label, int shortest) {
        this.label = label;
        this.shortest = shortest;
    }

    /** The name in a policy, for instance {@code credit-card}. */
    public String label() {
        return label;
    }

    /** How many letters and digits its shortest value has. */
    public int shortest() {
        return shortest;
    }

    /** The class of this name. */
    public static Optional<DataClass> find(String label) {
        return Arrays.stream(values()).filter(one -> one.label.equals(label)).findFirst();
    }

    /** All names. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(DataClass::label).toList();
    }
}
