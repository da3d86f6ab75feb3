namespace HdfsReplay;

/// <summary>What trains and judges.</summary>
internal enum ReplayEngine
{
    /// <summary>LogGuard's own engine.</summary>
    Managed,

    /// <summary>TorchSharp on a GPU.</summary>
    Torch,

    /// <summary>TorchSharp on the processor.</summary>
    TorchCpu,
}
