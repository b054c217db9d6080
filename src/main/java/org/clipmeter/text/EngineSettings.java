package org.clipmeter.text;

/** Settings that must stand before the first class of DJL loads. */
public final class EngineSettings {
    private EngineSettings() {}

    /** No telemetry, no downloads. */
    public static void apply() {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }
}
