using LogGuard.Parsing;

namespace LogGuard.Tests.Support;

/// <summary>Saves miners to memory and loads them.</summary>
internal static class MinerFile
{
    public static byte[] Save(TemplateMiner miner)
    {
        using var stream = new MemoryStream();
        miner.Save(stream);
        return stream.ToArray();
    }

    public static TemplateMiner Load(byte[] bytes, TemplateMinerOptions? options = null)
    {
        using var stream = new MemoryStream(bytes);
        return TemplateMiner.Load(stream, options);
    }

    public static TemplateMiner Copy(TemplateMiner miner, TemplateMinerOptions? options = null) => Load(Save(miner), options);
}
