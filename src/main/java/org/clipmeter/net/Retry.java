package org.clipmeter.net;

import java.time.Duration;

/**
 * How often and after what pauses a request is repeated.
 *
 * @param attempts the most requests in a row without progress
 * @param firstPause the pause after the first failure; each further pause is twice as long
 * @param longestPause the longest Retry-After of a server that is obeyed; a longer one ends in the failure
 */
public record Retry(int attempts, Duration firstPause, Duration longestPause) {
    /** Five attempts, with pauses from 0.3 s on; a server may ask for up to two minutes. */
    public static final Retry USUAL = new Retry(5, Duration.ofMillis(300), Duration.ofMinutes(2));

    /** A request that may be repeated. */
    @FunctionalInterface
    public interface Request<T> {
        /** Sends it once. */
        T send() throws NetException;
    }

    /** Fewer attempts and shorter pauses, for a caller that has a fallback. */
    public Retry hasty() {
        return new Retry(Math.min(attempts, 2), firstPause, Duration.ofSeconds(2));
    }

    /** Sends the request until it succeeds, fails permanently, or the attempts are used up. */
    public <T> T run(String what, Request<T> request) throws NetException {
        for (int failures = 1; ; failures++) {
            try {
                return request.send();
            } catch (NetException e) {
                pauseOrGiveUp(what, e, failures);
            }
        }
    }

    /** Waits before the next attempt, or throws the failure if there is no next attempt. */
    public void pauseOrGiveUp(String what, NetException failure, int failures) throws NetException {
        try {
            Thread.sleep(pause(failure, failures).toMillis());
        } catch (InterruptedException e) {
            throw NetException.interrupted(what);
        }
    }

    /** The pause before the next attempt, for callers that wait by themselves; throws the failure if there is no next attempt. */
    public Duration pause(NetException failure, int failures) throws NetException {
        Duration pause = failure.retryAfter().orElse(firstPause.multipliedBy(1L << Math.min(failures - 1, 10)));
        if (!failure.passing() || failures >= attempts || pause.compareTo(longestPause) > 0) {
            throw failure;
        }
        return pause;
    }
}
