using System.Net;
using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Core.Tests.Dns;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("db.postgres.database.azure.com", "db.postgres.database.azure.com")]
    [InlineData(" DB.Example.COM. ", "db.example.com")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("p-mckwlbakq5.brcxzr08qr7rbei1.biganimal.io", "p-mckwlbakq5.brcxzr08qr7rbei1.biganimal.io")]
    [InlineData("localhost", "localhost")]
    [InlineData("my_db.example", "my_db.example")]
    [InlineData("db.example.1a", "db.example.1a")]
    [InlineData("a12345678901234567890123456789012345678901234567890123456789012.example", "a12345678901234567890123456789012345678901234567890123456789012.example")]
    public void Names_are_read_as_dns_wants_them(string text, string name)
    {
        Assert.True(HostName.TryParse(text, out string? read));
        Assert.Equal(name, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("db..example.com")]
    [InlineData("-db.example.com")]
    [InlineData("db-.example.com")]
    [InlineData("db.example.com..")]
    [InlineData(".example.com")]
    [InlineData("db.example.-com")]
    [InlineData("https://db.example.com")]
    [InlineData("db.example.com:5432")]
    [InlineData("db example")]
    [InlineData("db.example.com/postgres")]
    [InlineData("10.1.2")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123.example")]
    public void What_is_no_name_is_refused(string text) => Assert.False(HostName.TryParse(text, out _));

    [Fact]
    public void Names_of_more_than_253_characters_are_refused() =>
        Assert.False(HostName.TryParse(string.Join('.', Enumerable.Repeat("abcdefghi", 26)), out _));

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("fd00::1", true)]
    [InlineData("10.4", false)]
    [InlineData("10", false)]
    [InlineData("010.1.2.3", false)]
    [InlineData("db", false)]
    public void Only_whole_addresses_are_addresses(string text, bool expected) =>
        Assert.Equal(expected, HostName.TryParseAddress(text, out _));

    [Theory]
    [InlineData("10.0.0.2", "10.0.0.2", 53)]
    [InlineData("10.0.0.2:5353", "10.0.0.2", 5353)]
    [InlineData("fd00::2", "fd00::2", 53)]
    [InlineData("[fd00::2]", "fd00::2", 53)]
    [InlineData("[fd00::2]:5353", "fd00::2", 5353)]
    [InlineData("10.0.0.2:65535", "10.0.0.2", 65535)]
    [InlineData(" 10.0.0.2 ", "10.0.0.2", 53)]
    public void Dns_servers_are_read_with_and_without_a_port(string text, string address, int port)
    {
        Assert.True(DnsServerAddress.TryParse(text, out IPEndPoint? server));
        Assert.Equal(new IPEndPoint(IPAddress.Parse(address), port), server);
    }

    [Theory]
    [InlineData("10.0.0.2", "10.0.0.2")]
    [InlineData("10.0.0.2:53", "10.0.0.2")]
    [InlineData("10.0.0.2:5353", "10.0.0.2:5353")]
    [InlineData("[fd00::2]:5353", "[fd00::2]:5353")]
    public void Dns_servers_are_told_as_users_write_them(string text, string told)
    {
        Assert.True(DnsServerAddress.TryParse(text, out IPEndPoint? server));
        Assert.Equal(told, DnsServerAddress.Format(server));
    }

    [Theory]
    [InlineData("dns.example.com")]
    [InlineData("10.0.0.2:0")]
    [InlineData("10.0.0.2:65536")]
    [InlineData("10.0.0.2:")]
    [InlineData("[fd00::2]5353")]
    [InlineData("[fd00::2")]
    [InlineData("")]
    public void What_is_no_address_is_no_dns_server(string text) => Assert.False(DnsServerAddress.TryParse(text, out _));
}
