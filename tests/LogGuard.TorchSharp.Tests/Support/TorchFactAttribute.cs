namespace LogGuard.TorchSharp.Tests.Support;

/// <summary>A test that needs libtorch; skipped, with the reason, where it cannot be loaded.</summary>
public sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute() => Skip = TorchSkip.Reason;
}
