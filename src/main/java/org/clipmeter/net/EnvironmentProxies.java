package org.clipmeter.net;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.Section;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, in upper or lower
 * case.
 */
public final class EnvironmentProxies extends ProxySelector {
    private final @Nullable URI https;
    private final @Nullable URI http;
    private final List<String> direct;

    private EnvironmentProxies(@Nullable URI https, @Nullable URI http, List<String> direct) {
        this.https = https;
        this.http = http;
        this.direct = direct;
    }

    /**
     * The proxies that an environment names.
     *
     * @throws InvalidRequestException if one is not an address; the message does not repeat it, since it may hold a password
     */
    public static EnvironmentProxies of(Map<String, String> env) {
        URI all = address("ALL_PROXY", env).orElse(null);
        return new EnvironmentProxies(
                address("HTTPS_PROXY", env).orElse(all),
                address("HTTP_PROXY", env).orElse(all),
                value("NO_PROXY", env)
                        .map(v -> List.of(v.toLowerCase(Locale.ROOT).split("[,\\s]+")))
                        .orElse(List.of()));
    }

    @Override
    public List<Proxy> select(URI uri) {
        URI proxy = proxyFor(uri);
        if (https == null && http == null && ProxySelector.getDefault() != null) {
            return ProxySelector.getDefault().select(uri);
        }
        return proxy == null
                ? List.of(Proxy.NO_PROXY)
                : List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port(proxy))));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The failure reaches the caller as the request's own exception.
    }

    /** The login in the proxies' addresses, if there is one. */
    Optional<Authenticator> login() {
        if (userInfo(https) == null && userInfo(http) == null) {
            return Optional.empty();
        }
        return Optional.of(new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                for (URI proxy : new @Nullable URI[] {https, http}) {
                    String login = userInfo(proxy);
                    if (getRequestorType() == RequestorType.PROXY
                            && login != null
                            && proxy != null
                            && proxy.getHost().equalsIgnoreCase(getRequestingHost())
                            && port(proxy) == getRequestingPort()) {
                        int colon = login.indexOf(':');
                        String user = colon < 0 ? login : login.substring(0, colon);
                        String password = colon < 0 ? "" : login.substring(colon + 1);
                        return new PasswordAuthentication(
                                decoded(user), decoded(password).toCharArray());
                    }
                }
                return null;
            }
        });
    }

    private @Nullable URI proxyFor(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        for (String entry : direct) {
            String name = entry.startsWith("*.") ? entry.substring(1) : entry;
            if (name.equals("*") || name.equals(host) || name.equals(host + ":" + port(uri))) {
                return null;
            }
            String suffix = name.startsWith(".") ? name : "." + name;
            if (!name.isEmpty() && (host.endsWith(suffix) || suffix.equals("." + host))) {
                return null;
            }
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? https : http;
    }

    private static Optional<URI> address(String name, Map<String, String> env) {
        return value(name, env).map(text -> {
            try {
                URI uri = URI.create(text.contains("://") ? text : "http://" + text);
                if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
                    return uri;
                }
            } catch (IllegalArgumentException e) {
                // Reported below, without the text: it may contain a password.
            }
            throw new InvalidRequestException(
                    Section.HUB, name + " is not the address of a proxy; expected http://host:port", null);
        });
    }

    private static Optional<String> value(String name, Map<String, String> env) {
        return Optional.ofNullable(env.get(name))
                .or(() -> Optional.ofNullable(env.get(name.toLowerCase(Locale.ROOT))))
                .map(String::strip)
                .filter(v -> !v.isEmpty());
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static @Nullable String userInfo(@Nullable URI uri) {
        return uri == null ? null : uri.getRawUserInfo();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
