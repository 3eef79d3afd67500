package io.hmsbridge.plugins.soap;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The WSDLs beside the tests. */
final class TestWsdl {

    private TestWsdl() {}

    static String file(String name) {
        try {
            return Path.of(TestWsdl.class.getResource(name).toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
