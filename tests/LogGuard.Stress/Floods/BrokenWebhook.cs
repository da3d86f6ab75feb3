using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LogGuard.Stress.Floods;

/// <summary>The receiver of the webhook answers with 500, late, with garbage, without end, or not at all.</summary>
internal sealed class BrokenWebhook : Flood
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _requests;

    public override string Name => "webhook";

    public override void Configure(AnomalyDetectorOptions options, FloodHost host)
    {
        _listener.Start();
        options.Alerts.Webhook.Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/alerts";
        options.Alerts.Webhook.Timeout = TimeSpan.FromMilliseconds(500);
        options.Alerts.Webhook.FirstRetryDelay = TimeSpan.FromMilliseconds(50);
        options.Alerts.Webhook.LongestRetryDelay = TimeSpan.FromMilliseconds(500);
        new Thread(Serve) { IsBackground = true, Name = "webhook" }.Start();
    }

    public override void Run(FloodHost host, Random random) => new ManyCauses().Run(host, random);

    private void Serve()
    {
        while (true)
        {
            var client = _listener.AcceptTcpClient();
            new Thread(() => Answer(client)) { IsBackground = true }.Start();
        }
    }

    private void Answer(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                _ = stream.Read(new byte[64 * 1024]);
                switch (Interlocked.Increment(ref _requests) % 6)
                {
                    case 0:
                        Send(stream, "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                        break;
                    case 1:
                        Thread.Sleep(2_000);
                        break;
                    case 2:
                        Send(stream, "not HTTP at all\r\n\r\n");
                        break;
                    case 3:
                        Send(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                        for (var i = 0; i < 1_000; i++)
                        {
                            Send(stream, "1000\r\n" + new string('x', 0x1000) + "\r\n");
                        }

                        break;
                    case 4:
                        Send(stream, "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 86400\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                        break;
                    default:
                        Send(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                        break;
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                // The sender gave up, as it should.
            }
        }
    }

    private static void Send(NetworkStream stream, string text) => stream.Write(Encoding.ASCII.GetBytes(text));
}
