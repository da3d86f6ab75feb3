using System.Security.Cryptography;

namespace LogGuard.Dashboard;

/// <summary>The style sheet and the script, embedded. Their names have a hash of their content, so that browsers keep them for ever.</summary>
internal sealed class DashboardAssets
{
    private readonly Dictionary<string, (byte[] Content, string Type)> _files = new(StringComparer.Ordinal);

    public DashboardAssets()
    {
        Style = Add("logguard.css", "text/css; charset=utf-8");
        Script = Add("logguard.js", "text/javascript; charset=utf-8");
    }

    /// <summary>The name of the style sheet.</summary>
    public string Style { get; }

    /// <summary>The name of the script.</summary>
    public string Script { get; }

    /// <summary>A file by its name; null if there is none.</summary>
    public (byte[] Content, string Type)? Find(string name) => _files.TryGetValue(name, out var file) ? file : null;

    private string Add(string name, string type)
    {
        using var stream = typeof(DashboardAssets).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var hashed = $"{Path.GetFileNameWithoutExtension(name)}.{Convert.ToHexStringLower(SHA256.HashData(content))[..12]}{Path.GetExtension(name)}";
        _files.Add(hashed, (content, type));
        return hashed;
    }
}
