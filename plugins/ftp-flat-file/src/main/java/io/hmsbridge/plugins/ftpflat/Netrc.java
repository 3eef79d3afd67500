package io.hmsbridge.plugins.ftpflat;

import io.hmsbridge.api.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The file in which FTP clients find their logins: {@code machine HOST login USER password SECRET}, and {@code default}. */
final class Netrc {

    private Netrc() {}

    static Optional<Site.Login> find(Path file, String host) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var words =
                Arrays.stream(Files.readString(file).replaceAll("(?m)^\\s*#.*$", "").trim().split("\\s+")).iterator();
        boolean ours = false;
        String user = null;
        Secret password = null;
        while (words.hasNext()) {
            var word = words.next();
            if (word.equals("machine") || word.equals("default")) {
                if (ours) {
                    break; // the first entry that fits is the one
                }
                ours = word.equals("default") || words.hasNext() && words.next().equals(host);
            } else if (words.hasNext()) {
                var value = words.next();
                if (ours && word.equals("login")) {
                    user = value;
                } else if (ours && word.equals("password")) {
                    password = new Secret(value);
                }
            }
        }
        return user == null ? Optional.empty() : Optional.of(new Site.Login(user, Optional.ofNullable(password)));
    }
}
