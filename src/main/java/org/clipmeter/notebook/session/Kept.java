package org.clipmeter.notebook.session;

import java.time.LocalDateTime;
import org.clipmeter.Result;
import org.jspecify.annotations.Nullable;

/**
 * A result of the session.
 *
 * @param when it was computed, or read
 * @param loadedFrom the file that it was read from; null if it was computed in this session
 */
public record Kept(
        Result result, LocalDateTime when, @Nullable String loadedFrom) {}
