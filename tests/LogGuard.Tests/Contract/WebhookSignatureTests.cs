using System.Text;

namespace LogGuard.Tests.Alerts;

public class WebhookSignatureTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"state\":\"New\"}");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_767_268_800);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    // By: printf '1767268800.p-1.{"state":"New"}' | openssl dgst -sha256 -hmac "s3cret"
    private const string Known = "sha256=c8c3beb8b6bd3e41e18df08d5da81de5afc1fb4cad6b1a95c6af538e49fcd219";

    [Fact]
    public void ItIsWhatOtherToolsCompute() => Assert.Equal(Known, WebhookSignature.Compute("s3cret", "1767268800", "p-1", Body));

    [Fact]
    public void AGoodOneIsAccepted() => Assert.True(WebhookSignature.Verify("s3cret", "1767268800", "p-1", Body, Known, Now + Tolerance, Tolerance));

    [Theory]
    [InlineData("another", "1767268800", "p-1", Known)]
    [InlineData("s3cret", "1767268801", "p-1", Known)]
    [InlineData("s3cret", null, "p-1", Known)]
    [InlineData("s3cret", "", "p-1", Known)]
    [InlineData("s3cret", "soon", "p-1", Known)]
    [InlineData("s3cret", "1767268800", "p-2", Known)]
    [InlineData("s3cret", "1767268800", "", Known)]
    [InlineData("s3cret", "1767268800", null, Known)]
    [InlineData("s3cret", "1767268800", "p-1", null)]
    [InlineData("s3cret", "1767268800", "p-1", "")]
    [InlineData("s3cret", "1767268800", "p-1", "sha256=00")]
    public void AnythingElseIsRefused(string secret, string? timestamp, string? delivery, string? signature) =>
        Assert.False(WebhookSignature.Verify(secret, timestamp, delivery, Body, signature, Now, Tolerance));

    [Fact]
    public void AChangedBodyIsRefused() => Assert.False(WebhookSignature.Verify("s3cret", "1767268800", "p-1", Body.AsSpan(1), Known, Now, Tolerance));

    [Fact]
    public void AnOldOneIsRefusedAndOneOfTheFuture()
    {
        Assert.False(WebhookSignature.Verify("s3cret", "1767268800", "p-1", Body, Known, Now + Tolerance + TimeSpan.FromSeconds(1), Tolerance));
        Assert.False(WebhookSignature.Verify("s3cret", "1767268800", "p-1", Body, Known, Now - Tolerance - TimeSpan.FromSeconds(1), Tolerance));
    }
}
