package io.hmsbridge.core.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemCodeTest {

    @Test
    void codesAreUniqueAndInOrder() {
        assertThat(ProblemCode.values()).extracting(ProblemCode::code)
                .allMatch(code -> code.matches("BRG-[1-9][0-9]{3}")).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void everyCodeSaysWhatItMeansAndWhatToDo() {
        assertThat(ProblemCode.values()).allSatisfy(problem -> {
            assertThat(problem.title()).isNotBlank().doesNotEndWith(".");
            assertThat(problem.explanation()).endsWith(".");
            assertThat(problem.mend()).endsWith(".");
        });
    }

    @Test
    void aCodeIsFoundAsPeopleTypeIt() {
        assertThat(ProblemCode.find("BRG-2101")).contains(ProblemCode.TARGET_FAULT);
        assertThat(ProblemCode.find(" brg-2101")).contains(ProblemCode.TARGET_FAULT);
        assertThat(ProblemCode.find("2101")).contains(ProblemCode.TARGET_FAULT);
        assertThat(ProblemCode.find("BRG-0000")).isEmpty();
    }
}
