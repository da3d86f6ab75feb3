using TorchSharp;
using TorchSharp.Modules;

namespace LogGuard.TorchSharp;

/// <summary>Makes weights that belong to no module of TorchSharp.</summary>
internal static class DeviceParameter
{
    /// <summary>Makes a weight whose values are not set, on the host.</summary>
    /// <param name="resources">Owns it.</param>
    /// <param name="shape">Its shape.</param>
    public static Parameter Make(DeviceResources resources, params long[] shape)
    {
        var parameter = new Parameter(torch.empty(shape, dtype: torch.ScalarType.Float32, device: torch.CPU));
        parameter.DetachFromDisposeScope();
        return resources.Own(parameter);
    }
}
