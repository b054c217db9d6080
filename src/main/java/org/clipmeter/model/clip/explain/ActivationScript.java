package org.clipmeter.model.clip.explain;

import org.clipmeter.model.transformer.HiddenActivation;

/**
 * An activation and its derivative as expressions of TorchScript over {@code u}, whose memory they leave as it is.
 *
 * @param value the activation
 * @param derivative its derivative
 */
record ActivationScript(String value, String derivative) {
    private static final double QUICK = 1.702;
    private static final double ROOT = Math.sqrt(2 / Math.PI);
    private static final double CUBE = .044715;

    static ActivationScript of(HiddenActivation activation) {
        return switch (activation) {
            case QUICK_GELU -> sigmoid(QUICK);
            case SILU -> sigmoid(1);
            case RELU -> new ActivationScript("torch.relu(u)", "torch.to(torch.gt(u, 0), 6)"); // 6 is float32
            case GELU ->
                new ActivationScript(
                        "torch.gelu(u)",
                        "torch.add(torch.mul(torch.add(torch.erf(torch.mul(u, " + Math.sqrt(.5) + ")), 1.), .5),"
                                + " torch.mul(torch.mul(u, torch.exp(torch.mul(torch.mul(u, u), -.5))), "
                                + 1 / Math.sqrt(2 * Math.PI) + "))");
            case TANH_GELU -> {
                String squared = "torch.mul(u, u)";
                String inner = "torch.tanh(torch.mul(torch.mul(u, torch.add(torch.mul(" + squared + ", " + CUBE
                        + "), 1.)), " + ROOT + "))";
                String slope = "torch.mul(torch.add(torch.mul(" + squared + ", " + 3 * CUBE + "), 1.), " + ROOT + ")";
                String rest = "torch.add(torch.neg(torch.mul(" + inner + ", " + inner + ")), 1.)";
                yield new ActivationScript(
                        "torch.mul(torch.mul(u, torch.add(" + inner + ", 1.)), .5)",
                        "torch.mul(torch.add(torch.add(" + inner + ", 1.), torch.mul(torch.mul(u, " + rest + "), "
                                + slope + ")), .5)");
            }
        };
    }

    /** u · sigmoid(s u), whose derivative is σ · (1 + s u (1 − σ)). */
    private static ActivationScript sigmoid(double s) {
        String sigmoid = "torch.sigmoid(torch.mul(u, " + s + "))";
        String rest = "torch.add(torch.neg(" + sigmoid + "), 1.)";
        return new ActivationScript(
                "torch.mul(u, " + sigmoid + ")",
                "torch.mul(" + sigmoid + ", torch.add(torch.mul(torch.mul(u, " + rest + "), " + s + "), 1.))");
    }
}
