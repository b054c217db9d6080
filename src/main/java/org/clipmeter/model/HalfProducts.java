package org.clipmeter.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
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

    private final Model cast;
    private final Model linear;
    private final Model project;

    private HalfProducts(Model cast, Model linear, Model project) {
        this.cast = cast;
        this.linear = linear;
        this.project = project;
    }

    /** @param type torch's number of the 16-bit type */
    static HalfProducts on(Device device, int type) throws IOException {
        String half = "torch.to(x, " + type + ")";
        return new HalfProducts(
                module(device, half, "x"),
                module(device, "torch.to(torch.linear(" + half + ", w, b), " + FLOAT32 + ")", "x", "w", "b"),
                module(device, "torch.to(torch.linear(" + half + ", w, None), " + FLOAT32 + ")", "x", "w"));
    }

    private static Model module(Device device, String result, String... parameters) throws IOException {
        Model model = Model.newInstance("clipmeter", device, "PyTorch");
        try {
            model.load(new ByteArrayInputStream(TorchScript.archive(parameters, result)), Map.of());
            return model;
        } catch (MalformedModelException | RuntimeException e) {
            model.close();
            throw new ModelException("this PyTorch does not take the module '" + result + "': " + e.getMessage(), e);
        }
    }

    @Override
    public NDArray kept(NDArray weight) {
        return run(cast, weight);
    }

    @Override
    public NDArray linear(NDArray x, NDArray weight, @Nullable NDArray bias) {
        return bias == null ? run(project, x, weight) : run(linear, x, weight, bias);
    }

    private static NDArray run(Model module, NDArray... inputs) {
        ParameterStore none = new ParameterStore(inputs[0].getManager(), false);
        boolean training = true; // else torch's inference mode, whose results can't be added to in place
        return module.getBlock().forward(none, new NDList(inputs), training).singletonOrThrow();
    }

    @Override
    public void close() {
        cast.close();
        linear.close();
        project.close();
    }
}
