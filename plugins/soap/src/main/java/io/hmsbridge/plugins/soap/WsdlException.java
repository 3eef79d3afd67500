package io.hmsbridge.plugins.soap;

/** A WSDL that cannot be used, or that has no such operation. */
final class WsdlException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String setting;

    /** @param setting of the use that is to be mended */
    WsdlException(String setting, String message) {
        this(setting, message, null);
    }

    WsdlException(String setting, String message, Throwable cause) {
        super(message, cause);
        this.setting = setting;
    }

    String setting() {
        return setting;
    }
}
