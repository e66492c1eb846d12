using System.Net.Sockets;
using System.Text;

namespace Staple32.Tests.Retrieval;

/// <summary>One request on a <see cref="FaultyServer"/> and the means to answer it well or badly.</summary>
public sealed class Exchange(RecordedRequest request, Socket socket, Stream stream, CancellationToken stopped)
{
    public RecordedRequest Request { get; } = request;

    /// <summary>Whether the connection takes another request after this one.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Fires when the test is over.</summary>
    public CancellationToken Stopped { get; } = stopped;

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await stream.WriteAsync(bytes, Stopped);

    /// <summary>A proper answer with a Content-Length.</summary>
    /// <param name="status">200 and so on.</param>
    /// <param name="mediaType">Null sends no Content-Type.</param>
    /// <param name="body">The body.</param>
    /// <param name="headers">Further header lines.</param>
    public async Task AnswerAsync(int status, string? mediaType, ReadOnlyMemory<byte> body, params string[] headers)
    {
        await SendAsync(Head(status, mediaType, [.. headers, $"Content-Length: {body.Length}"]));
        await SendAsync(body);
    }

    /// <summary>Status line and headers with the empty line after them, as text.</summary>
    public static string Head(int status, string? mediaType, params string[] headers)
    {
        var head = new StringBuilder($"HTTP/1.1 {status} Whatever\r\n");
        if (mediaType is not null)
            head.Append($"Content-Type: {mediaType}\r\n");
        foreach (string header in headers)
            head.Append(header).Append("\r\n");
        return head.Append("\r\n").ToString();
    }

    /// <summary>Byte by byte, with a pause before each.</summary>
    public async Task DripAsync(ReadOnlyMemory<byte> bytes, TimeSpan pause)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            await Task.Delay(pause, Stopped);
            await SendAsync(bytes.Slice(i, 1));
        }
    }

    /// <summary>Says nothing until the test is over.</summary>
    public Task HangAsync() => Task.Delay(Timeout.Infinite, Stopped);

    /// <summary>Ends the connection in order.</summary>
    public void Close()
    {
        IsOpen = false;
        socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Ends the connection with RST.</summary>
    public void Reset()
    {
        IsOpen = false;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }
}
