package org.clipmeter.notebook.session;

import java.time.LocalDateTime;
import org.clipmeter.Result;

/** A result, and when it was computed. */
public record Kept(Result result, LocalDateTime when) {}
