using System.Text;

namespace LogGuard.Tests.Alerts;

public class WebhookSignatureTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"state\":\"New\"}");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_767_268_800);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    // By: printf '1767268800.{"state":"New"}' | openssl dgst -sha256 -hmac "s3cret"
    private const string Known = "sha256=db515fe516a6d8fc964625388a45890905e26b802553cba422dff189d1ff3f97";

    [Fact]
    public void ItIsWhatOtherToolsCompute() => Assert.Equal(Known, WebhookSignature.Compute("s3cret", "1767268800", Body));

    [Fact]
    public void AGoodOneIsAccepted() => Assert.True(WebhookSignature.Verify("s3cret", "1767268800", Body, Known, Now + Tolerance, Tolerance));

    [Theory]
    [InlineData("another", "1767268800", Known)]
    [InlineData("s3cret", "1767268801", Known)]
    [InlineData("s3cret", null, Known)]
    [InlineData("s3cret", "", Known)]
    [InlineData("s3cret", "soon", Known)]
    [InlineData("s3cret", "1767268800", null)]
    [InlineData("s3cret", "1767268800", "")]
    [InlineData("s3cret", "1767268800", "sha256=00")]
    public void AnythingElseIsRefused(string secret, string? timestamp, string? signature) =>
        Assert.False(WebhookSignature.Verify(secret, timestamp, Body, signature, Now, Tolerance));

    [Fact]
    public void AChangedBodyIsRefused() => Assert.False(WebhookSignature.Verify("s3cret", "1767268800", Body.AsSpan(1), Known, Now, Tolerance));

    [Fact]
    public void AnOldOneIsRefusedAndOneOfTheFuture()
    {
        Assert.False(WebhookSignature.Verify("s3cret", "1767268800", Body, Known, Now + Tolerance + TimeSpan.FromSeconds(1), Tolerance));
        Assert.False(WebhookSignature.Verify("s3cret", "1767268800", Body, Known, Now - Tolerance - TimeSpan.FromSeconds(1), Tolerance));
    }
}
