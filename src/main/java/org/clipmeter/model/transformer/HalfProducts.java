package org.clipmeter.model.transformer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import org.clipmeter.engine.TorchScript;

/**
 * Products in 16 bits, as torch's autocast computes them: an activation between two products stays in 16 bits too, and
 * so does attention, which is faster this way. The sums along the residuals and the norms are float32. Since DJL has no
 * arrays of bfloat16, small TorchScript modules cast and multiply.
 */
final class HalfProducts implements Products {
    // torch's numbers for these types
    static final int FLOAT16 = 5;
    static final int BFLOAT16 = 15;
    private static final int FLOAT32 = 6;

    private final String narrowed;
    private final TorchScript cast;
    private final TorchScript project;

    private HalfProducts(String narrowed, TorchScript cast, TorchScript project) {
        this.narrowed = narrowed;
        this.cast = cast;
        this.project = project;
    }

    /** @param type torch's number for the 16-bit type */
    static HalfProducts on(Device device, int type) throws IOException {
        String narrowed = cast("x", type);
        TorchScript cast = TorchScript.load(device, method("x: Tensor", narrowed));
        String product = "torch.linear(" + narrowed + ", w, None)";
        return new HalfProducts(
                narrowed, cast, TorchScript.load(device, method("x: Tensor, w: Tensor", cast(product, FLOAT32))));
    }

    private static String cast(String tensor, int type) {
        return "torch.to(" + tensor + ", " + type + ")";
    }

    private static String method(String parameters, String result) {
        return "def forward(self, " + parameters + ") -> Tensor:\n  return " + result;
    }

    @Override
    public NDArray cast(NDArray weight) {
        return cast.run(weight);
    }

    @Override
    public NDArray project(NDArray x, NDArray weight) {
        return project.run(x, weight);
    }

    @Override
    public String castExpression() {
        return narrowed;
    }

    @Override
    public String float32Expression() {
        return cast("x", FLOAT32);
    }

    @Override
    public String addProjectionExpression() {
        return "torch.add_(" + cast("torch.addmm(b, x, torch.t(w), beta=1, alpha=alpha)", FLOAT32) + ", y)";
    }

    @Override
    public void close() {
        cast.close();
        project.close();
    }
}
