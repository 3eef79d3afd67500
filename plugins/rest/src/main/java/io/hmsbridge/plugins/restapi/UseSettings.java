package io.hmsbridge.plugins.restapi;

import io.hmsbridge.api.Setting;
import io.hmsbridge.plugins.rest.Body;
import io.hmsbridge.plugins.rest.RestUse;
import io.hmsbridge.plugins.rest.Statuses;
import io.hmsbridge.plugins.rest.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings of a use in a sheet. */
public record UseSettings(
        @Setting(value = "POST, PUT, PATCH or DELETE; {field} stands for a field of the packet.",
                fallback = "POST") String method,
        @Setting(value = "Where the packet goes, below the base address; {field} stands for a field of the packet,"
                + " {$key} for its key.", fallback = "/") String path,
        @Setting("More headers; {field} stands for a field of the packet.") Optional<Map<String, String>> headers,
        @Setting(value = "The form of the body.", fallback = "json") Body body,
        @Setting("The body's media type, where it is not the usual one.") Optional<String> contentType,
        @Setting(value = "The name of the root element, for xml.", fallback = "packet") String xmlRoot,
        @Setting("Fields that are left out of the body, since path or headers have them.") Optional<List<String>> omit,
        @Setting("Sent as If-Match: a field with the version that is to be changed, such as {version}.") Optional<
                String> ifMatch,
        @Setting("Statuses that mean delivered, such as 2xx or 304.") Optional<List<String>> success,
        @Setting("Statuses that mean that the target already had it, such as 409.") Optional<List<String>> alreadyHad,
        @Setting("Statuses that mean try again.") Optional<List<String>> retry,
        @Setting("Statuses that mean never.") Optional<List<String>> reject,
        @Setting("A field of the answer that goes into the receipt, such as order.id.") Optional<String> receipt,
        @Setting("The path a key's values are read back from, such as /rates/{$key}.") Optional<String> read) {

    RestUse compile() {
        var verdict = new Verdict(statuses(success), statuses(alreadyHad), statuses(retry), statuses(reject));
        var use = RestUse.of(method, path, headers.orElse(Map.of()), body)
                .body(contentType, xmlRoot, omit.map(Set::copyOf).orElse(Set.of()))
                .answers(verdict, receipt);
        var conditional = ifMatch.map(use::ifMatch).orElse(use);
        return read.map(conditional::readFrom).orElse(conditional);
    }

    private static Statuses statuses(Optional<List<String>> written) {
        return written.map(Statuses::of).orElse(Statuses.NONE);
    }
}
