package org.clipmeter.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Products in 16 bits, with everything between them in float32 (as torch's autocast does it). DJL has no arrays of
 * bfloat16: three small TorchScript modules cast and multiply.
 */
final class HalfProducts implements Products {
    // torch's numbers of its types
    static final int FLOAT16 = 5;
    static final int BFLOAT16 = 15;
    private static final int FLOAT32 = 6;

    private final String linearScript;
    private final TorchScript cast;
    private final TorchScript linear;
    private final TorchScript project;

    private HalfProducts(Device device, int type) throws IOException {
        String half = "torch.to(x, " + type + ")";
        linearScript = "torch.to(torch.linear(" + half + ", w, b), " + FLOAT32 + ")";
        cast = TorchScript.load(device, method("x: Tensor", half));
        linear = TorchScript.load(device, method("x: Tensor, w: Tensor, b: Tensor", linearScript));
        project = TorchScript.load(device, method("x: Tensor, w: Tensor", linearScript.replace("b)", "None)")));
    }

    /** @param type torch's number of the 16-bit type */
    static HalfProducts on(Device device, int type) throws IOException {
        return new HalfProducts(device, type);
    }

    private static String method(String parameters, String result) {
        return "def forward(self, " + parameters + ") -> Tensor:\n  return " + result;
    }

    @Override
    public NDArray kept(NDArray weight) {
        return cast.run(weight);
    }

    @Override
    public NDArray linear(NDArray x, NDArray weight, @Nullable NDArray bias) {
        return bias == null ? project.run(x, weight) : linear.run(x, weight, bias);
    }

    @Override
    public String linearScript() {
        return linearScript;
    }

    @Override
    public void close() {
        cast.close();
        linear.close();
        project.close();
    }
}
