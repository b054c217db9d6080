package org.clipmeter.explain;

import java.lang.reflect.Proxy;
import org.clipmeter.model.LoadedModel;

/** A model of another family, of which only the family is asked. */
final class OtherFamily {
    private OtherFamily() {}

    static LoadedModel model(String family) {
        return (LoadedModel) Proxy.newProxyInstance(
                OtherFamily.class.getClassLoader(), new Class<?>[] {LoadedModel.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("family")) {
                        return family;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
