using System.Globalization;

namespace LogGuard.Tests.Parsing;

public class ProxyFormatTests
{
    private const string Request = """10.0.1.2:33317 [06/May/2024:07:08:09.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {1wt.eu|Mozilla/5.0 (X11)} {} "GET /index.html HTTP/1.1" """;

    [Theory]
    [InlineData("May  6 07:08:09 lb haproxy[14389]: " + Request, "http-in static/srv1 200 ---- \"GET /index.html HTTP/1.1\"", "Information", "2024-05-06T07:08:09.655")]
    [InlineData(Request, "http-in static/srv1 200 ---- \"GET /index.html HTTP/1.1\"", "Information", "2024-05-06T07:08:09.655")]
    [InlineData("<134>May  6 07:08:09 haproxy[1]: 10.0.1.2:33317 [06/May/2024:07:08:09.655] http-in static/<NOSRV> 0/-1/-1/-1/+5000 503 212 - - SC-- 1/1/0/0/3 0/0 \"GET / HTTP/1.1\"", "http-in static/<NOSRV> 503 SC-- \"GET / HTTP/1.1\"", "Error", "2024-05-06T07:08:09.655")]
    [InlineData("2024-05-06T07:08:09+02:00 lb haproxy[1]: 10.0.1.2:33317 [06/May/2024:05:08:09.655] sql db/srv2 0/0/5007 212 -- 1/1/1/1/0 0/0", "sql db/srv2 --", null, "2024-05-06T05:08:09.655")]
    [InlineData("2024-05-06T07:08:09+02:00 lb haproxy[1]: Server static/srv1 is DOWN, reason: Layer4 timeout.", "Server static/srv1 is DOWN, reason: Layer4 timeout.", null, "2024-05-06T05:08:09")]
    public void ALineOfHaProxyIsRead(string line, string content, string? severity, string time)
    {
        var split = SplitLine.By("HAProxy", line);

        Assert.True(split.Fits);
        Assert.Equal((content, severity), (split.Content, split.Severity?.ToString()));
        Assert.Equal(time, split.Time?.ToString("yyyy-MM-ddTHH:mm:ss.FFF", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void TimersAndAddressesAreFields()
    {
        var split = SplitLine.By("HAProxy", "May  6 07:08:09 lb haproxy[14389]: " + Request);

        Assert.Equal(("lb", "14389", "10.0.1.2:33317", "10/0/30/69/109", "2750"), (split["Host"], split["Pid"], split["Client"], split["Timers"], split["Bytes"]));
        Assert.False(SplitLine.By("HAProxy", "May  6 07:08:09 lb sshd[1]: x").Fits);
        Assert.False(SplitLine.By("HAProxy", "10.0.1.2 - - [06/May/2024:07:08:09 +0200] \"GET / HTTP/1.1\" 200 1").Fits);
    }

    [Theory]
    [InlineData("""https 2024-05-06T07:08:09.186641Z app/my-lb/50dc6c495c0c9188 10.0.0.9:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://www.example.com:443/ HTTP/1.1" "curl/7.46.0" ECDHE-RSA TLSv1.2 arn:aws:x "Root=1-58337281-1d84f3d73c47ec4e58577259" "www.example.com" "arn" 1 2024-05-06T07:08:09.186000Z "forward" "-" "-" """,
        """200 200 0 57 "GET https://www.example.com:443/ HTTP/1.1" """, "Information", "Root=1-58337281-1d84f3d73c47ec4e58577259")]
    [InlineData("""http 2024-05-06T07:08:09.186641Z app/my-lb/50dc6c495c0c9188 10.0.0.9:2817 - -1 -1 -1 503 - 34 366 "GET http://x:80/ HTTP/1.1" "curl \"odd\"" - - - "-" """,
        """503 - 34 366 "GET http://x:80/ HTTP/1.1" """, "Error", null)]
    [InlineData("""2024-05-06T07:08:09.945958Z my-lb 192.168.131.39:2817 10.0.0.1:80 0.000073 0.001048 0.000057 404 404 0 29 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.38.0" - -""",
        """404 404 0 29 "GET http://www.example.com:80/ HTTP/1.1" """, "Warning", null)]
    public void ALineOfALoadBalancerIsRead(string line, string content, string severity, string? trace)
    {
        var split = SplitLine.By("alb", line);

        Assert.True(split.Fits);
        Assert.Equal((content.Trim(), severity, trace), (split.Content, split.Severity?.ToString(), split["TraceId"]));
        Assert.Equal(new DateTime(2024, 5, 6, 7, 8, 9), split.Time!.Value.AddTicks(-(split.Time.Value.Ticks % TimeSpan.TicksPerSecond)));
    }

    [Theory]
    [InlineData("https 2024-05-06T07:08:09.186641Z app/my-lb/50dc6c495c0c9188 10.0.0.9:2817")]
    [InlineData("2024-05-06T07:08:09Z INFO org.x.App started in 1 2 3 seconds")]
    public void OtherLinesAreNotOfALoadBalancer(string line) => Assert.False(SplitLine.By("AwsElb", line).Fits);
}
