namespace HdfsReplay;

/// <summary>The engine that trains and judges.</summary>
internal enum ReplayEngine
{
    /// <summary>LogGuard's own engine.</summary>
    Managed,

    /// <summary>TorchSharp on a GPU.</summary>
    Torch,

    /// <summary>TorchSharp on the CPU.</summary>
    TorchCpu,
}
