package io.hmsbridge.testkit.contract;

/** A fault planted into a sound connector, the breach that the suite must find, and the test that must find it. */
enum Fault {
    NONE(null, null),
    ROUNDS_NUMBERS(Breach.NOT_EXACT, "aPacketArrivesCompleteAndExact"),
    DROPS_NULLS(Breach.NOT_EXACT, "aPacketArrivesCompleteAndExact"),
    NEW_KEY_EACH_TIME(Breach.NOT_DEDUPLICATED, "oneIdempotencyKeyHasOneEffectIfClaimed"),
    CLAIMS_ORDER(Breach.NOT_ORDERED, "anOlderSequenceIsRefusedIfClaimed"),
    CALLS_EVERY_FAILURE_A_RETRY(Breach.WRONG_OUTCOME, "aFailureOfTheTargetIsToldForWhatItIs"),
    CALLS_EVERY_FAILURE_DELIVERED(Breach.WRONG_OUTCOME, "aFailureOfTheTargetIsToldForWhatItIs"),
    WAITS_FOR_EVER(Breach.NOT_IN_TIME, "aFailureOfTheTargetIsToldForWhatItIs"),
    IGNORES_INTERRUPTS(Breach.NOT_INTERRUPTIBLE, "aCallThatIsInterruptedEnds"),
    LEAVES_A_THREAD(Breach.LEFT_OPEN, "closingLeavesNothingOpen"),
    LEAVES_A_SOCKET(Breach.LEFT_OPEN, "closingLeavesNothingOpen"),
    SHARES_ONE_PACKET(Breach.NOT_CONCURRENT, "packetsSentAtOnceAllArrive"),
    ONE_RESULT_FOR_ALL(Breach.NOT_ONE_BY_ONE, "aBatchHasOneResultForEachPacketIfClaimed"),
    IS_ALWAYS_AWAKE(Breach.PROBE_WRONG, "theProbeTellsAwakeFromAsleepIfClaimed"),
    PREVIEW_SENDS(Breach.PREVIEW_WRONG, "aPreviewSendsNothingIfClaimed"),
    SWALLOWS_PATCHES(Breach.FORM_NOT_REFUSED, "aJsonPatchIsDeliveredOrRejected"),
    LOGS_THE_TOKEN(Breach.SECRET_SHOWN, "secretsAndContentAreNeverShown"),
    TOKEN_IN_THE_EXCEPTION(Breach.SECRET_SHOWN, "secretsAndContentAreNeverShown"),
    CONTENT_IN_THE_RECEIPT(Breach.PAYLOAD_SHOWN, "secretsAndContentAreNeverShown"),
    TOKEN_NOT_SET(Breach.SECRET_NOT_SET, "secretsAndContentAreNeverShown"),
    UNDOCUMENTED_SETTING(Breach.SETTINGS_WRONG, "allProblemsOfSettingsAreToldAtOnceByName"),
    DEFAULT_OF_ANOTHER_TYPE(Breach.SETTINGS_WRONG, "allProblemsOfSettingsAreToldAtOnceByName"),
    CONNECTS_WHEN_CREATED(Breach.NOT_CREATED, "aTargetThatIsDownDoesNotKeepItFromBeingCreated"),
    UNDECLARED_BATCHES(Breach.NOT_DECLARED, "aBatchHasOneResultForEachPacketIfClaimed"),
    UNDECLARED_DEDUPLICATION(Breach.NOT_DECLARED, "oneIdempotencyKeyHasOneEffectIfClaimed"),
    UNDECLARED_READING(Breach.NOT_DECLARED, "whatWasSentIsReadBackIfClaimed"),
    LEAVES_A_VIRTUAL_THREAD(Breach.LEFT_OPEN, "closingLeavesNothingOpen"),
    LEAVES_A_FILE(Breach.LEFT_OPEN, "closingLeavesNothingOpen"),
    PINS_ITS_CLASSES(Breach.LEFT_OPEN, "closingLetsItsClassesGo"),
    KEEPS_LONG_ANSWERS(Breach.FILLS_MEMORY, "anAnswerWithoutEndDoesNotFillMemory"),
    DROPS_DELETES(Breach.NOT_EXACT, "aDeleteArrivesOrIsRejected"),
    READS_NOTHING(Breach.READ_WRONG, "whatWasSentIsReadBackIfClaimed"),
    READS_WHAT_IS_NOT_THERE(Breach.READ_WRONG, "whatWasSentIsReadBackIfClaimed"),
    DESCRIBES_AN_UNKNOWN_TYPE(Breach.FIELDS_WRONG, "fieldsAreDescribedIfClaimed"),
    LOGS_THE_TOKEN_AS_BASIC(Breach.SECRET_SHOWN, "secretsAndContentAreNeverShown"),
    LOGS_THE_TOKEN_AS_URL(Breach.SECRET_SHOWN, "secretsAndContentAreNeverShown");

    final Breach found;
    final String by;

    Fault(Breach found, String by) {
        this.found = found;
        this.by = by;
    }
}
