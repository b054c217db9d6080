package org.clipmeter.hub;

import java.time.Duration;

/**
 * How often and after what pauses a request is repeated.
 *
 * @param attempts the most requests in a row without progress
 * @param firstPause the pause after the first failure; each further pause is twice as long
 * @param longestPause the longest Retry-After of a server that is obeyed; a longer one ends in the failure
 */
record Retry(int attempts, Duration firstPause, Duration longestPause) {
    static final Retry USUAL = new Retry(5, Duration.ofMillis(300), Duration.ofMinutes(2));

    /** A request that may be repeated. */
    @FunctionalInterface
    interface Request<T> {
        T send() throws HubException;
    }

    /** Fewer attempts and shorter pauses, for a caller that has a fallback. */
    Retry hasty() {
        return new Retry(Math.min(attempts, 2), firstPause, Duration.ofSeconds(2));
    }

    /** Sends the request until it succeeds, fails permanently, or the attempts are used up. */
    <T> T run(String what, Request<T> request) throws HubException {
        for (int failures = 1; ; failures++) {
            try {
                return request.send();
            } catch (HubException e) {
                pauseOrGiveUp(what, e, failures);
            }
        }
    }

    /** Waits before the next attempt, or throws the failure if there is no next attempt. */
    void pauseOrGiveUp(String what, HubException failure, int failures) throws HubException {
        Duration pause = failure.retryAfter().orElse(firstPause.multipliedBy(1L << Math.min(failures - 1, 10)));
        if (!failure.passing() || failures >= attempts || pause.compareTo(longestPause) > 0) {
            throw failure;
        }
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw HubException.interrupted(what);
        }
    }
}
