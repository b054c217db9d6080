package org.clipmeter.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach servers, and which settings messages name.
 *
 * @param proxies the proxies of the environment
 * @param connectTimeout the time limit for a connection
 * @param authorization the login, as the value of the header of this name; sent with requests that ask for it; null if there
 *     is none
 * @param offlineBy the setting that forbids all requests; null if they are allowed
 * @param addressSetting the setting that holds the server's address, such as {@code HF_ENDPOINT}
 */
public record HttpSettings(
        EnvironmentProxies proxies,
        Duration connectTimeout,
        @Nullable String authorization,
        @Nullable String offlineBy,
        String addressSetting) {
    /** Everything but the login. */
    @Override
    public String toString() {
        return "HttpSettings[addressSetting=" + addressSetting + ", offlineBy=" + offlineBy + ", authorization="
                + (authorization == null ? "none" : "set") + "]";
    }
}
