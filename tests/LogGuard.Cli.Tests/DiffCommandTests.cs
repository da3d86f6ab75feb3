using System.Xml.Linq;

namespace LogGuard.Cli.Tests;

[Collection(ShopCollection.Name)]
public class DiffCommandTests(ShopLogs shop)
{
    [Fact]
    public async Task AModelDoesNotDifferFromItself()
    {
        var run = (await CliRun.RunAsync("diff", shop.Model, shop.Model + "@1")).Ended(ExitCode.Nothing);

        Assert.All(run.Lines, line => Assert.EndsWith("no difference", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ARemovedStepIsGoneInMarkdownAndInThePicture()
    {
        using var folder = new TemporaryFolder();
        var (model, picture) = (Path.Combine(folder, "model"), Path.Combine(folder, "flows.svg"));
        (await CliRun.RunAsync("train", shop.WithoutStep, "--model", model)).Ended(ExitCode.Nothing);

        var run = (await CliRun.RunAsync("diff", shop.Model, model, "--output", "markdown", "--svg", picture)).Ended(ExitCode.Found);

        Assert.Contains("| gone | {Amount} captured for order {OrderId} |", run.Output, StringComparison.Ordinal);
        Assert.Contains(XDocument.Load(picture).Descendants(), element => element.Value.StartsWith(ShopLogs.RemovedStep, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AModelThatIsNotThereHasACodeOfItsOwn()
    {
        using var folder = new TemporaryFolder();

        (await CliRun.RunAsync("diff", folder, shop.Model)).Ended(ExitCode.NoModel);
        (await CliRun.RunAsync("diff", shop.Model + "@7", shop.Model)).Ended(ExitCode.NoModel);
    }
}
