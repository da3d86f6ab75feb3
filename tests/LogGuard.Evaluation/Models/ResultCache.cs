using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LogGuard.Detectors;

namespace LogGuard.EvaluationRuns.Models;

/// <summary>Keeps results by what they were made from: the row and the build of the libraries.</summary>
internal sealed class ResultCache(string folder)
{
    private static readonly string Build =
        $"{typeof(AnomalyDetector).Module.ModuleVersionId} {typeof(PcaTrainer).Module.ModuleVersionId} {typeof(ResultCache).Module.ModuleVersionId}";

    /// <summary>The result of a row; null if there is none of this build.</summary>
    public ModelResult? Find(ModelRow row) =>
        File.Exists(PathOf(row)) ? JsonSerializer.Deserialize<ModelResult>(File.ReadAllText(PathOf(row))) : null;

    public void Keep(ModelRow row, ModelResult result) => File.WriteAllText(PathOf(row), JsonSerializer.Serialize(result));

    private string PathOf(ModelRow row)
    {
        var content = SHA256.HashData(Encoding.UTF8.GetBytes($"{row.Model}\n{row.Protocol}\n{row.Task.Method.DeclaringType!.Name}.{row.Task.Method.Name}\n{row.Published}\n{Build}"));
        return Path.Combine(folder, $"{row.Model}-{row.Protocol}-{Convert.ToHexStringLower(content)[..16]}.json");
    }
}
