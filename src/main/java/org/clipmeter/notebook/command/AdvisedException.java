package org.clipmeter.notebook.command;

import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.net.NetException;

/** A failure of the library with the option of a magic that changes it; the library itself knows no magics. */
final class AdvisedException extends ClipmeterException {
    private static final long serialVersionUID = 1;
    private static final String WITHOUT_NETWORK = "; without a network, use the bundled model: " + "%clip model shapes";

    /** @param advice what is added to the message, such as {@code " (--source FILE)"}; may be empty */
    AdvisedException(ClipmeterException failure, String advice) {
        super(failure.kind(), failure.section().orElse(null), failure.getMessage() + advice, failure);
    }

    /** A failure to download a model, with the model that needs no network; unchanged if a network would not help. */
    static ClipmeterException ofModel(NetException failure) {
        return switch (failure.reason()) {
            case NETWORK, SERVER, OFFLINE, RATE_LIMITED -> new AdvisedException(failure, WITHOUT_NETWORK);
            default -> failure;
        };
    }
}
