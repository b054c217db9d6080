package org.clipmeter.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Requests by HTTP: follows redirects itself, has timeouts everywhere, and ends at once on an interrupt. */
public final class Http {
    private static final int MOST_HOPS = 5;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Which redirects to follow. */
    public enum Follow {
        /** Only those to the same server, whose response has headers that matter. */
        SAME_ORIGIN,
        /** Those to any server; the login is not sent to another server. */
        ANYWHERE
    }

    /**
     * What is sent to a server.
     *
     * @param method such as {@code GET}
     * @param headers without those of a login, which {@link HttpSettings} holds
     * @param body the bytes of the body, which are not copied; null for none
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Request(String method, URI uri, Map<String, String> headers, byte @Nullable [] body) {}

    /** A server's response; closing it discards the unread rest of its body. */
    public record Answer(int status, URI uri, HttpHeaders headers, BodyQueue body) implements AutoCloseable {
        /** The first header of this name. */
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        @Override
        public void close() {
            body.close();
        }
    }

    private final HttpSettings settings;
    private @Nullable HttpClient client;

    /** Requests with these settings. */
    public Http(HttpSettings settings) {
        this.settings = settings;
    }

    /**
     * Sends a request without a body and follows the redirects that {@code follow} allows.
     *
     * @param authorized whether to send the login, which goes to this server only
     * @throws NetException NETWORK, REFUSED, OFFLINE or INTERRUPTED; never because of the response's status
     */
    public Answer send(
            String method, URI uri, Map<String, String> headers, boolean authorized, Follow follow, Duration timeout)
            throws NetException {
        return send(new Request(method, uri, headers, null), authorized, follow, timeout, () -> false);
    }

    /**
     * Sends a request and follows the redirects that {@code follow} allows. A body goes to this server only, and is sent again
     * only after a redirect that says so (307, 308); every other redirect is then returned as the answer.
     *
     * @param authorized whether to send the login, which goes to this server only
     * @param timeout how long the server may take until its response begins
     * @param cancelled polled while it takes its time
     * @throws NetException NETWORK, REFUSED, OFFLINE or INTERRUPTED; never because of the response's status
     * @throws CancellationException if {@code cancelled} turned true
     */
    public Answer send(Request request, boolean authorized, Follow follow, Duration timeout, BooleanSupplier cancelled)
            throws NetException {
        URI uri = request.uri();
        String offlineBy = settings.offlineBy();
        if (offlineBy != null) {
            throw new NetException(
                    NetException.Reason.OFFLINE,
                    offlineBy + " is set: " + shown(uri) + " was not requested; unset " + offlineBy
                            + " to download it");
        }
        boolean bodied = request.body() != null;
        URI at = uri;
        boolean withLogin = authorized;
        for (int hop = 0; ; hop++) {
            Answer answer = once(request, at, withLogin, timeout, cancelled);
            String location = answer.header("Location").orElse(null);
            int status = answer.status();
            if (status / 100 != 3 || status == 304 || location == null || (bodied && status != 307 && status != 308)) {
                return answer;
            }
            URI next;
            try {
                next = target(at, location);
            } catch (NetException e) {
                answer.close();
                throw e;
            }
            if ((bodied || follow == Follow.SAME_ORIGIN) && !sameOrigin(at, next)) {
                return answer;
            }
            answer.close();
            if (hop == MOST_HOPS) {
                throw new NetException(
                        NetException.Reason.REFUSED,
                        shown(uri) + ": more than " + MOST_HOPS + " redirects; check " + settings.addressSetting()
                                + " or the address");
            }
            withLogin &= sameOrigin(at, next);
            at = next;
        }
    }

    /** The target of a redirect; refused if it is not an http(s) address or would give up encryption. */
    URI target(URI from, String location) throws NetException {
        URI to;
        try {
            to = from.resolve(URI.create(location));
        } catch (IllegalArgumentException e) {
            throw new NetException(
                    NetException.Reason.REFUSED,
                    shown(from) + " redirects to an invalid address; nothing was written; try again later",
                    e);
        }
        String scheme = to.getScheme() == null ? "" : to.getScheme().toLowerCase(Locale.ROOT);
        boolean downgrade = "https".equalsIgnoreCase(from.getScheme()) && !scheme.equals("https");
        if (downgrade || !scheme.matches("https?") || to.getHost() == null) {
            throw new NetException(
                    NetException.Reason.REFUSED,
                    shown(from) + " redirects to " + shown(to)
                            + ", which is not an encrypted web address; the redirect was not followed; check "
                            + settings.addressSetting() + " or the address");
        }
        return to;
    }

    /** An address for messages: without login, query or fragment, which may contain secrets. */
    public static String shown(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + (uri.getRawPath() == null ? "" : uri.getRawPath());
    }

    private Answer once(Request sent, URI uri, boolean withLogin, Duration timeout, BooleanSupplier cancelled)
            throws NetException {
        byte[] body = sent.body();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(
                        sent.method(),
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        request.header("User-Agent", "clipmeter; java/" + Runtime.version().feature());
        request.header("Accept-Encoding", "identity");
        sent.headers().forEach(request::header);
        String login = settings.authorization();
        if (withLogin && login != null) {
            request.header("Authorization", login);
        }
        CompletableFuture<HttpResponse<BodyQueue>> future =
                client().sendAsync(request.build(), info -> new BodyQueue());
        try {
            HttpResponse<BodyQueue> response = await(future, timeout, cancelled);
            return new Answer(response.statusCode(), uri, response.headers(), response.body());
        } catch (InterruptedException e) {
            future.cancel(true);
            throw NetException.interrupted(shown(uri));
        } catch (TimeoutException e) {
            future.cancel(true);
            throw broken(uri, new HttpTimeoutException("there was no answer within " + timeout.toSeconds() + " s"));
        } catch (ExecutionException e) {
            throw broken(uri, e.getCause() == null ? e : e.getCause());
        }
    }

    private static <T> T await(CompletableFuture<T> future, Duration timeout, BooleanSupplier cancelled)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            long left = end - System.nanoTime();
            try {
                return future.get(Math.max(0, Math.min(left, POLL_NANOS)), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (cancelled.getAsBoolean()) {
                    future.cancel(true);
                    throw new CancellationException("cancelled while waiting for a server's answer");
                }
                if (left <= POLL_NANOS) {
                    throw e;
                }
            }
        }
    }

    /**
     * The message for a failed connection. A certificate that is not valid is refused; other failures may be temporary.
     */
    public NetException broken(URI uri, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return new NetException(
                        NetException.Reason.REFUSED,
                        shown(uri) + ": a trusted encrypted connection could not be made (" + cause.getMessage()
                                + "); check the clock, the proxy and the JDK's trust store",
                        failure);
            }
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return network(uri, "the host's name is not known", failure);
            }
        }
        if (failure instanceof ConnectException) {
            return network(uri, "the server cannot be reached", failure);
        }
        String reason = failure.getMessage();
        return network(uri, reason == null ? failure.getClass().getSimpleName() : reason, failure);
    }

    private NetException network(URI uri, String reason, Throwable failure) {
        return new NetException(
                NetException.Reason.NETWORK,
                shown(uri) + ": " + reason + "; check the connection, HTTPS_PROXY and " + settings.addressSetting()
                        + ", then try again",
                failure);
    }

    static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private synchronized HttpClient client() throws NetException {
        HttpClient current = client;
        if (current == null) {
            EnvironmentProxies proxies = settings.proxies();
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(settings.connectTimeout())
                    .proxy(proxies);
            proxies.login().ifPresent(builder::authenticator);
            try {
                current = builder.build();
            } catch (UncheckedIOException e) {
                IOException cause = e.getCause();
                throw new NetException(
                        NetException.Reason.NETWORK,
                        "this Java can't make an HTTP client: " + cause.getMessage() + "; check its network settings",
                        cause);
            }
            client = current;
        }
        return current;
    }
}
