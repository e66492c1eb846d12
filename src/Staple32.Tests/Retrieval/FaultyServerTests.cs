using System.Net.Sockets;
using Xunit;

namespace Staple32.Tests.Retrieval;

public sealed class FaultyServerTests
{
    [Fact]
    public async Task It_may_be_stopped_while_a_connection_comes()
    {
        for (int i = 0; i < 500; i++)
        {
            await using var server = new FaultyServer(Faults.NeverAnswer);
            using var client = new TcpClient(server.Url.Host, server.Port);
        }
    }
}
