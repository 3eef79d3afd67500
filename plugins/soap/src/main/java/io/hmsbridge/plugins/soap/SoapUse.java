package io.hmsbridge.plugins.soap;

import io.hmsbridge.api.Setting;
import java.util.Optional;

/** The settings of one use in a sheet: which operation of which WSDL. */
public record SoapUse(
        @Setting("The WSDL: a file, which sheets are checked against, or an http or https address.") String wsdl,
        @Setting("The operation to call.") String operation,
        @Setting("The port that has it, where several have; the first one with SOAP unless set.") Optional<
                String> port) {
}
