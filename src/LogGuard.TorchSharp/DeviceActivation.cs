using LogGuard.Neural;
using TorchSharp;

namespace LogGuard.TorchSharp;

/// <summary>The functions of <see cref="Activation"/> on the device.</summary>
internal static class DeviceActivation
{
    /// <summary>Applies a function to each value.</summary>
    public static torch.Tensor Apply(torch.Tensor sums, Activation activation) => activation switch
    {
        Activation.Tanh => sums.tanh(),
        Activation.Relu => sums.relu(),
        Activation.Sigmoid => sums.sigmoid(),
        Activation.LeakyRelu => torch.nn.functional.leaky_relu(sums, 0.01),
        _ => sums,
    };
}
