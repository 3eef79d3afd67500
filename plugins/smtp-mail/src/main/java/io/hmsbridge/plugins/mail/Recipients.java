package io.hmsbridge.plugins.mail;

import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Makes addresses of settings and packets; none may leave the domains allowed. */
final class Recipients {

    /** One plain address: no quotes, no routes, no list. The name and the domain are its two groups. */
    private static final Pattern ADDRESS = Pattern.compile(
            "[A-Za-z0-9.#$&'*+/=?^_`|~-]{1,64}@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.?){1,32})(?<!\\.)");
    private static final Pattern NAMED = Pattern.compile("([^<>]*)<([^<>]*)>");
    /** What every mail server must take (RFC 5321, 4.5.3.1.8). */
    private static final int MOST = 100;

    private final List<String> allowed;

    Recipients(List<String> allowedDomains) {
        allowed = allowedDomains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
    }

    /**
     * The addresses that one setting gives for a packet.
     *
     * @param setting where the templates stand, for the message
     * @throws UnfitException for what is no single plain address, or is outside the domains allowed
     */
    List<InternetAddress> of(String setting, List<String> templates, Function<String, Object> values)
            throws UnfitException {
        var addresses = new ArrayList<InternetAddress>();
        for (var template : templates) {
            var only = Template.of(setting, template).onlyName().map(values::apply);
            if (only.isPresent() && only.get() instanceof List<?> several) {
                for (var one : several) {
                    addresses.add(allowed(setting, address(setting, "", Written.of(one))));
                }
            } else {
                addresses.add(allowed(setting, named(setting, template, values)));
            }
        }
        if (addresses.size() > MOST) {
            throw new UnfitException("'" + setting + "' gives more than " + MOST + " recipients");
        }
        return addresses;
    }

    /** A sender or other address of the settings, which may go anywhere. */
    static InternetAddress plain(String setting, String text) throws UnfitException {
        return named(setting, text, _ -> null);
    }

    /** Name and address are told apart before values are put in, so that no value can turn one into the other. */
    private static InternetAddress named(String setting, String template, Function<String, Object> values)
            throws UnfitException {
        var parts = NAMED.matcher(template.strip());
        boolean isNamed = parts.matches();
        var name = isNamed ? parts.group(1).strip() : "";
        return address(setting, filled(setting, name, values),
                filled(setting, isNamed ? parts.group(2) : template, values));
    }

    private static String filled(String setting, String template, Function<String, Object> values)
            throws UnfitException {
        return Template.of(setting, template).fill(values, UnaryOperator.identity());
    }

    private static InternetAddress address(String setting, String name, String address) throws UnfitException {
        Headers.check(setting, name);
        Headers.check(setting, address);
        if (!ADDRESS.matcher(address.strip()).matches()) {
            throw new UnfitException("an address in '" + setting + "' is not one of the form name@domain");
        }
        try {
            return new InternetAddress(address.strip(), name.isEmpty() ? null : name, StandardCharsets.UTF_8.name());
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private InternetAddress allowed(String setting, InternetAddress address) throws UnfitException {
        var text = address.getAddress().toLowerCase(Locale.ROOT);
        var domain = text.substring(text.lastIndexOf('@') + 1);
        if (allowed.stream().noneMatch(one -> one.startsWith("*.") ? domain.endsWith(one.substring(1))
                : domain.equals(one))) {
            throw new UnfitException("a recipient in '" + setting + "' is outside of allow_domains");
        }
        return address;
    }
}
