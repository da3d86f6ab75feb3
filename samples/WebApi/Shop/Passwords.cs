using System.Security.Cryptography;
using System.Text;

namespace WebApi.Shop;

/// <summary>Hashes passwords. The rounds are few, because the sample signs in some hundred customers a second.</summary>
internal static class Passwords
{
    private const int Rounds = 1_000;
    private const int Bytes = 32;

    /// <summary>The password of a customer of the sample.</summary>
    public static string Of(string customer) => $"secret of {customer}";

    public static string Hash(string customer, string password) =>
        Convert.ToHexString(Rfc2898DeriveBytes.Pbkdf2(password, Encoding.UTF8.GetBytes(customer), Rounds, HashAlgorithmName.SHA256, Bytes));
}
