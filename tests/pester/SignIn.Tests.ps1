# How a test of a connection signs in, as users write it; what servers make of it is tried with PostgreSQL and PgBouncer elsewhere.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox
    $null = Connect-Sandbox $sandbox
    $client = @{
        HostName        = $sandbox.hostNames.flexibleServer
        DnsServer       = $sandbox.dns.($sandbox.resources.clientNetwork)
        RootCertificate = $sandbox.postgres.rootCertificate
        TimeoutSec      = 60
    }
    $null = $sandbox.resources.flexibleServer | New-PgPrivateEndpoint -SubnetId $sandbox.resources.clientSubnet | Approve-PgEndpointConnection |
        Get-PgEndpointIp | New-PgPrivateDnsRecord
    $right = [pscredential]::new($sandbox.postgres.user, (ConvertTo-SecureString $sandbox.postgres.password -AsPlainText -Force))
    $keyPassword = ConvertTo-SecureString 'for-the-key' -AsPlainText -Force

    # A certificate for clients in every form that files of it have.
    $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'client [1]')
    $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
    $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new("CN=$($sandbox.postgres.user)", $key, 'SHA256')
    $own = $request.CreateSelfSigned([datetimeoffset]::UtcNow.AddDays(-1), [datetimeoffset]::UtcNow.AddDays(1))
    $strong = [Security.Cryptography.PbeParameters]::new('Aes256Cbc', 'SHA256', 2048)
    function Set-File([string] $name, [string] $text) { [IO.File]::WriteAllText("$folder/$name", $text) }
    Set-File own.crt $own.ExportCertificatePem()
    Set-File own.key $key.ExportPkcs8PrivateKeyPem()
    Set-File locked.key $key.ExportEncryptedPkcs8PrivateKeyPem('for-the-key', $strong)
    Set-File both.pem "$($own.ExportCertificatePem())`n$($key.ExportPkcs8PrivateKeyPem())"
    [IO.File]::WriteAllBytes("$folder/own.pfx", $own.Export('Pfx', 'for-the-key'))
    [IO.File]::WriteAllBytes("$folder/open.pfx", $own.Export('Pfx'))
}

AfterAll {
    $sandbox | Stop-Sandbox
}

Describe 'A client certificate' {
    It 'is read from <Case>' -ForEach @(
        @{ Case = 'a PEM file with its key in it'; Files = @{ ClientCertificate = 'both.pem' } }
        @{ Case = 'a PEM file with its key beside it'; Files = @{ ClientCertificate = 'own.crt'; ClientKey = 'own.key' } }
        @{ Case = 'a PEM file with a key that has a password'; Files = @{ ClientCertificate = 'own.crt'; ClientKey = 'locked.key' }; Locked = $true }
        @{ Case = 'a PFX file with a password'; Files = @{ ClientCertificate = 'own.pfx' }; Locked = $true }
        @{ Case = 'a PFX file without one'; Files = @{ ClientCertificate = 'open.pfx' } }
    ) {
        if ($Locked) { $Files.ClientKeyPassword = $keyPassword }
        Push-Location -LiteralPath $folder
        try { $test = Test-PgPrivateConnection @client @Files -Credential $right } finally { Pop-Location }
        $test.Status | Should -Be Passed -Because $test.Message
    }

    It 'is refused with what to do: <Case>' -ForEach @(
        @{ Case = 'no such file'; Files = @{ ClientCertificate = 'none.pfx' }; Says = '*none.pfx*cannot be read*' }
        @{ Case = 'no key'; Files = @{ ClientCertificate = 'own.crt' }; Says = '*holds no private key*-ClientKey*' }
        @{ Case = 'no password'; Files = @{ ClientCertificate = 'own.crt'; ClientKey = 'locked.key' }; Says = '*locked.key*no password was passed*-ClientKeyPassword*' }
        @{ Case = 'no password for a PFX'; Files = @{ ClientCertificate = 'own.pfx' }; Says = '*own.pfx*no password was passed*-ClientKeyPassword*' }
    ) {
        Push-Location -LiteralPath $folder
        $errors = $null
        try { Test-PgPrivateConnection @client @Files -Credential $right -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty } finally { Pop-Location }
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'InvalidClientCertificate,*'
        "$($errors[0].Exception.Message) $($errors[0].ErrorDetails)" | Should -BeLike $Says
    }

    It 'shows its password in no stream' {
        $wrong = ConvertTo-SecureString 'not-the-one' -AsPlainText -Force
        $said = & { Test-PgPrivateConnection @client -ClientCertificate "$folder/own.pfx" -ClientKeyPassword $wrong -UserName app -Verbose -Debug -ErrorAction Continue } *>&1 |
            Out-String -Width 4000
        $said | Should -BeLike '*cannot be decrypted*'
        $said | Should -Not -BeLike '*not-the-one*'
    }

    It 'has no effect without one, and says so' {
        { Test-PgPrivateConnection @client -ClientKey "$folder/own.key" -ErrorAction Stop } | Should -Throw -ErrorId 'ClientCertificateNotUsed,*'
        { Test-PgPrivateConnection @client -ClientCertificate "$folder/both.pem" -SslMode Disable -ErrorAction Stop } | Should -Throw -ErrorId 'ClientCertificateNotUsed,*'
    }

    It 'may be all that a role has: where the server wants a password, that is the cause' {
        $test = Test-PgPrivateConnection @client -UserName $sandbox.postgres.user -ClientCertificate "$folder/both.pem"
        $test.Cause | Should -Be PasswordMissing
        $test.Remedy | Should -BeLike '*-Credential*'
    }
}

Describe 'A secret' {
    It 'is taken to the last line break, and told about' {
        $broken = [pscredential]::new($sandbox.postgres.user, (ConvertTo-SecureString "$($sandbox.postgres.password)`n" -AsPlainText -Force))
        $test = Test-PgPrivateConnection @client -Credential $broken -WarningVariable warnings -WarningAction SilentlyContinue
        $test.Cause | Should -Be PasswordRejected
        "$warnings" | Should -BeLike '*line break*'
    }
}

Describe 'Tests of many connections' {
    It 'come out in the order of the inputs, whichever ends first' {
        # Takes connections and never says anything, on the port that the sandbox's endpoints have on their own addresses.
        $address = '127.77.0.1'
        $silent = [Net.Sockets.TcpListener]::new([ipaddress] $address, 5432)
        $silent.Start()
        try {
            $names = foreach ($number in 1..12) { $number % 3 ? $client.HostName : $address }
            $common = @{ DnsServer = $client.DnsServer; RootCertificate = $client.RootCertificate; TimeoutSec = 5 }
            $tests = $names | Test-PgPrivateConnection @common
            $tests.HostName | Should -Be $names
            $tests | Where-Object HostName -EQ $address | ForEach-Object Cause | Should -Be (1..4 | ForEach-Object { 'ServerSilent' })
            $tests | Where-Object HostName -NE $address | ForEach-Object Status | Should -Be (1..8 | ForEach-Object { 'Passed' })
        } finally {
            $silent.Stop()
        }
    }
}
